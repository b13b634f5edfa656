export * from "./config.ts";
export * from "./genesis.ts";
export { slotDigest, slotDuration, slotOf } from "./pallets/aura/slots.ts";
export { isAnnouncement, SHIELD_INHERENT, shieldInherentData } from "./pallets/mev_shield/inherent.ts";
export { shieldedOf } from "./pallets/mev_shield/shielded.ts";
export { TIMESTAMP_INHERENT } from "./pallets/timestamp/inherent.ts";
export * from "./runtime.ts";
export * from "./version.ts";
export { virtualReader } from "./virtual-reads/index.ts";
