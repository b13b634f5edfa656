/**
 * Weights of this runtime: execution time plus database reads and writes, as FRAME's generated `weights.rs` files write them.
 * `refTime` in picoseconds, `proofSize` in bytes.
 */
import type { WeightValue } from "@myelin/frame";

export { addWeights, minWeights, subtractWeights, ZERO_WEIGHT } from "@myelin/frame";

/** RocksDb costs (`runtime/src/lib.rs`, `DbWeight = RocksDbWeight`). */
export const DB_READ = 25_000_000n;
export const DB_WRITE = 100_000_000n;

/** Execution time in ps, proof bytes, storage reads, storage writes -> one weight. */
export function weight(refTime: bigint, proofSize = 0n, reads = 0, writes = 0): WeightValue {
  return { refTime: refTime + BigInt(reads) * DB_READ + BigInt(writes) * DB_WRITE, proofSize };
}

/** Weight of an empty block, and of an extrinsic without its call (`runtime/src/lib.rs`, BlockWeights). */
export const BASE_BLOCK = weight(431_614_000n);
export const BASE_EXTRINSIC = weight(108_157_000n);
