import type { Config, DigestItemValue } from "@myelin/frame";
import { u64 } from "@myelin/primitives/scale";

/** Engine id of Aura in a header's digest: "aura". */
const AURA = Uint8Array.of(0x61, 0x75, 0x72, 0x61);

/** Milliseconds of a slot: one block a slot (`runtime/src/lib.rs`, `SlotDuration = MinimumPeriod * 2`). */
export const slotDuration = (config: Config): bigint => BigInt(config.blockTime);

/** The pre-runtime digest item that names the slot of a block: whoever builds a block puts it into the header. */
export const slotDigest = (slot: bigint): DigestItemValue => ({ type: "PreRuntime", value: [AURA, u64.encode(slot)] });

/** Slot named by a digest, undefined where it carries none. */
export function slotOf(digest: readonly DigestItemValue[]): bigint | undefined {
  for (const item of digest) {
    if (item.type === "PreRuntime" && AURA.every((byte, i) => item.value[0][i] === byte))
      return u64.decode(item.value[1]);
  }
  return undefined;
}
