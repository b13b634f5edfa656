/** How often something may be done (`pallets/subtensor/src/utils/rate_limiting.rs`). Limits and times are in blocks. */
import type { AccountId, Context, ValueOf } from "@myelin/frame";
import { satMulU64, satSubU64 } from "../../../arithmetic.ts";
import { S } from "../storage.ts";
import type { Hyperparameter, RateLimitKey } from "../types.ts";

/** Something that a key may do only so often on a subnet. */
export interface RateLimit {
  limit(ctx: Context, netuid: number): bigint;
  /** When it was last done; 0 for never. */
  lastBlock(ctx: Context, key: AccountId, netuid: number): bigint;
  setLastBlock(ctx: Context, key: AccountId, netuid: number, block: bigint): void;
}

/** Counted for each key and subnet in `TransactionKeyLastBlock`, under a number of its own. */
function perKey(kind: number, limit: RateLimit["limit"]): RateLimit {
  return {
    limit,
    lastBlock: (ctx, key, netuid) => S.TransactionKeyLastBlock.get(ctx, key, netuid, kind),
    setLastBlock: (ctx, key, netuid, block) => S.TransactionKeyLastBlock.set(ctx, key, netuid, kind, block),
  };
}

/** Counted for all keys together in `LastRateLimitedBlock`. */
function shared(keyOf: (netuid: number) => ValueOf<typeof RateLimitKey>, limit: RateLimit["limit"]): RateLimit {
  return {
    limit,
    lastBlock: (ctx, _key, netuid) => S.LastRateLimitedBlock.get(ctx, keyOf(netuid)),
    setLastBlock: (ctx, _key, netuid, block) => S.LastRateLimitedBlock.set(ctx, keyOf(netuid), block),
  };
}

const tempos = (ctx: Context, netuid: number, count: bigint) => satMulU64(BigInt(S.Tempo.get(ctx, netuid)), count);

export const registerNetworkLimit = shared(
  () => ({ type: "NetworkLastRegistered" }),
  (ctx) => S.NetworkRateLimit.get(ctx),
);
export const setSNOwnerHotkeyLimit = shared(
  (netuid) => ({ type: "SetSNOwnerHotkey", value: netuid }),
  (ctx) => ctx.config.setSNOwnerHotkeyRateLimit,
);
export const setChildkeyTakeLimit = perKey(1, (ctx) => S.TxChildkeyTakeRateLimit.get(ctx));
export const setWeightsVersionKeyLimit = perKey(4, (ctx, netuid) =>
  tempos(ctx, netuid, S.WeightsVersionKeyRateLimit.get(ctx)),
);
export const mechanismCountUpdateLimit = perKey(7, (ctx) => ctx.config.mechanismCountSetRateLimit);
export const mechanismEmissionLimit = perKey(8, (ctx) => ctx.config.mechanismEmissionRateLimit);
export const maxUidsTrimmingLimit = perKey(9, (ctx) => ctx.config.maxUidsTrimmingRateLimit);
export const tempoUpdateLimit = perKey(11, (ctx) => ctx.config.tempoUpdateRateLimit);

/** Changes of one hyperparameter by the owner: once in `OwnerHyperparamRateLimit` tempos. */
export function ownerHyperparamLimit(name: ValueOf<typeof Hyperparameter>["type"]): RateLimit {
  const hyperparameter = { type: name } as ValueOf<typeof Hyperparameter>;
  return shared(
    (netuid) => ({ type: "OwnerHyperparamUpdate", value: [netuid, hyperparameter] }),
    (ctx, netuid) => tempos(ctx, netuid, BigInt(S.OwnerHyperparamRateLimit.get(ctx))),
  );
}

/** Whether the limit is over, or it was never done. */
export function passesRateLimit(ctx: Context, rate: RateLimit, key: AccountId, netuid: number): boolean {
  const last = rate.lastBlock(ctx, key, netuid);
  return last === 0n || satSubU64(BigInt(ctx.block.number), last) >= rate.limit(ctx, netuid);
}
