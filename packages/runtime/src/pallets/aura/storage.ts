import { boundedVec, hexNewtype, newtype, storage, u64, value } from "@myelin/frame";

export const MAX_AUTHORITIES = 32;

/** Public key of a block author (sr25519). */
export const AuraId = hexNewtype("sp_consensus_aura::sr25519::app_sr25519::Public", 32);
export const Slot = newtype("sp_consensus_slots::Slot", u64);

/**
 * `substrate/frame/aura/src/lib.rs`, storage. Whatever engine decides on blocks, its validator set and slot are mirrored here,
 * so that explorers and the fee handler find the author where a Substrate chain keeps it.
 */
export const S = storage("Aura", {
  Authorities: value(boundedVec(AuraId, MAX_AUTHORITIES), {
    default: [],
    docs: "Keys that may author blocks, in turn.",
  }),
  CurrentSlot: value(Slot, { default: 0n, docs: "Slot of the current block." }),
});
