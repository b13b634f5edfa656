import type { AccountId, Extrinsic, Hash } from "@myelin/frame";

/** A transaction the pool holds. */
export interface PoolTransaction {
  readonly hash: Hash;
  readonly extrinsic: Extrinsic;
  readonly sender: AccountId;
  readonly nonce: number;
  readonly priority: bigint;
  /** Last head on top of which it can be in a block. */
  readonly validTill: number;
  /** Order of arrival. */
  readonly seq: number;
}

export function sizeOf({ extrinsic }: PoolTransaction): number {
  return extrinsic.bytes.length;
}

/** Whether `a` comes before `b` in a block: by priority, then by arrival. */
export function isBefore(a: PoolTransaction, b: PoolTransaction): boolean {
  return a.priority === b.priority ? a.seq < b.seq : a.priority > b.priority;
}
