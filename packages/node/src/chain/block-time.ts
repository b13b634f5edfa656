import type { DigestItemValue, Runtime } from "@myelin/frame";
import { u64 } from "@myelin/primitives/scale";
import { type RuntimeConfig, slotDigest, slotDuration, TIMESTAMP_INHERENT } from "@myelin/runtime";
import { S as Timestamp } from "@myelin/runtime/pallets/timestamp/storage";
import type { StateDb } from "../state/index.ts";
import { headBlock } from "./header.ts";

/** The time of a block and what carries it: the inherent's data and the digest that names the Aura slot. */
export interface BlockTime {
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly inherentData: ReadonlyMap<string, Uint8Array>;
  readonly digest: readonly DigestItemValue[];
}

/**
 * The time of the block after the head: `time`, or the start of the slot after the head's where that is later. So slots
 * always rise, and blocks made faster than the clock still move the chain's time by a slot each.
 */
export function nextBlockTime(db: StateDb, runtime: Runtime, config: RuntimeConfig, time: number): BlockTime {
  const parent = runtime.query(db.reader(), headBlock(db), (ctx) => Timestamp.Now.get(ctx));
  const slot = slotDuration(config);
  const earliest = (parent / slot + 1n) * slot;
  const halfSlotLater = parent + slot / 2n;
  const timestamp = [BigInt(Math.floor(time)), earliest, halfSlotLater].reduce((a, b) => (a > b ? a : b));
  return {
    timestamp,
    inherentData: new Map([[TIMESTAMP_INHERENT, u64.encode(timestamp)]]),
    digest: [slotDigest(timestamp / slot)],
  };
}
