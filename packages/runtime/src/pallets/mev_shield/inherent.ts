import { type CallValue, option, type PalletInherent } from "@myelin/frame";
import { ShieldEncKey } from "./types.ts";

/** Under this name a block author hands its key over: an optional {@link ShieldEncKey}. */
export const SHIELD_INHERENT = "shieldpk";

const InherentKey = option(ShieldEncKey);

/** The data of the inherent for a key. */
export function shieldInherentData(key: Uint8Array | undefined): Uint8Array {
  return InherentKey.codec.encode(key);
}

/** `pallets/shield/src/lib.rs`, ProvideInherent. */
export const shieldInherent: PalletInherent = {
  create(_ctx, data) {
    const given = data.get(SHIELD_INHERENT);
    if (!given) return undefined;
    const enc_key = InherentKey.codec.decode(given);
    return { type: "MevShield", value: { type: "announce_next_key", value: { enc_key } } };
  },
  isInherent: isAnnouncement,
};

/** Whether a call announces an author's key. */
export function isAnnouncement(call: CallValue): boolean {
  return call.type === "MevShield" && call.value.type === "announce_next_key";
}
