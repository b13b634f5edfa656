import { SafeFloat } from "./safe-float.ts";

/**
 * The part of a stake share pool that all coldkeys of one (hotkey, subnet) share (subtensor
 * `primitives/share-pool/src/lib.rs`). A coldkey's stake is value * share / denominator.
 */
export interface SharePool {
  /** Stake of all coldkeys together, rao or alpha (u64). */
  readonly value: bigint;
  /** Sum of all shares. */
  readonly denominator: SafeFloat;
}

export interface SharePoolUpdate extends SharePool {
  /** The coldkey's new share. */
  readonly share: SafeFloat;
}

const U64_MAX = (1n << 64n) - 1n;

/** Stake (u64) behind a share, floored; 0 in an empty pool. */
export function valueOfShare(pool: SharePool, share: SafeFloat): bigint {
  return SafeFloat.toU64(SafeFloat.mulDiv(SafeFloat.fromU64(pool.value), share, pool.denominator) ?? SafeFloat.ZERO);
}

/** Shares that an amount (absolute value counts) is worth at the pool's present rate. */
export function sharesPerUpdate(pool: SharePool, amount: bigint): SafeFloat {
  const magnitude = SafeFloat.fromU64(amount < 0n ? -amount : amount);
  return SafeFloat.mulDiv(magnitude, pool.denominator, SafeFloat.fromU64(pool.value)) ?? SafeFloat.ZERO;
}

/** Whether an addition would move any share; a stake that would not is refused (`sim_update_value_for_one`). */
export function canUpdateValueForOne(pool: SharePool, amount: bigint): boolean {
  return SafeFloat.isZero(pool.denominator) || !SafeFloat.isZero(sharesPerUpdate(pool, amount));
}

/** Adds a signed amount (i64) to the stake of the coldkey that holds `share`. The first key in an empty pool gets all. */
export function updateValueForOne(pool: SharePool, share: SafeFloat, amount: bigint): SharePoolUpdate {
  const { value } = updateValueForAll(pool, amount);
  if (SafeFloat.isZero(pool.denominator)) {
    const first = SafeFloat.fromU64(amount < 0n ? -amount : amount);
    return { value, denominator: first, share: first };
  }
  const delta = sharesPerUpdate(pool, amount);
  const apply = amount > 0n ? SafeFloat.add : SafeFloat.sub;
  return {
    value,
    denominator: apply(pool.denominator, delta) ?? pool.denominator,
    share: apply(share, delta) ?? share,
  };
}

/** Adds a signed amount (i64) to the stake of all coldkeys in proportion: only the value moves, saturating at u64. */
export function updateValueForAll(pool: SharePool, amount: bigint): SharePool {
  const value = pool.value + amount;
  return { value: value < 0n ? 0n : value > U64_MAX ? U64_MAX : value, denominator: pool.denominator };
}
