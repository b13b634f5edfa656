import { type Config, constant, u64 } from "@myelin/frame";

/** Half a slot, in milliseconds (`runtime/src/lib.rs`, `MinimumPeriod = SLOT_DURATION / 2`). */
export const minimumPeriod = (config: Config): bigint => BigInt(config.blockTime) / 2n;

export const constants = { MinimumPeriod: constant(u64, minimumPeriod) };
