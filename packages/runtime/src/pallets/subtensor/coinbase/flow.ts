/** TAO flows of a subnet, rao, signed (`pallets/subtensor/src/coinbase/subnet_emissions.rs`). */
import type { Context } from "@myelin/frame";
import { S } from "../storage.ts";

const I64_MAX = (1n << 63n) - 1n;

function clampI64(value: bigint): bigint {
  return value > I64_MAX ? I64_MAX : value < -I64_MAX - 1n ? -I64_MAX - 1n : value;
}

/** Users moved TAO into the pool. */
export function recordTaoInflow(ctx: Context, netuid: number, tao: bigint): void {
  S.SubnetTaoFlow.mutate(ctx, netuid, (flow) => clampI64(flow + tao));
}

/** Users moved TAO out of the pool. */
export function recordTaoOutflow(ctx: Context, netuid: number, tao: bigint): void {
  S.SubnetTaoFlow.mutate(ctx, netuid, (flow) => clampI64(flow - tao));
}

/** Emission moved TAO into the pool. */
export function recordProtocolInflow(ctx: Context, netuid: number, tao: bigint): void {
  S.SubnetProtocolFlow.mutate(ctx, netuid, (flow) => clampI64(flow + tao));
}

/** Sales of root dividends moved TAO out of the pool. */
export function recordProtocolOutflow(ctx: Context, netuid: number, tao: bigint): void {
  S.SubnetProtocolFlow.mutate(ctx, netuid, (flow) => clampI64(flow - tao));
}
