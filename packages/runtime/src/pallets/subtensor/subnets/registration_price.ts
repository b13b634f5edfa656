/** The price of a registration: falls by half in each half-life, jumps with each registration (`pallets/subtensor/src/subnets/registration.rs`, `utils/misc.rs`). */
import type { Context } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { maxBig, minBig, U64_MAX } from "../../../arithmetic.ts";
import { shouldRunEpoch } from "../coinbase/epoch_schedule.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { getAllSubnetNetuids } from "./subnet.ts";

const ONE_Q32 = 1n << 32n;
const HALF_Q32 = 1n << 31n;

/** `value` times a factor in parts of 2^32. */
export function mulByQ32(value: bigint, factor: bigint): bigint {
  return minBig((value * factor) >> 32n, U64_MAX);
}

/** Power of a number in parts of 2^32, by squaring, each product rounded down. */
export function powQ32(base: bigint, exponent: number): bigint {
  let result = ONE_Q32;
  let factor = base;
  for (let power = exponent; power > 0; power >>= 1) {
    if (power & 1) result = mulByQ32(result, factor);
    factor = mulByQ32(factor, factor);
  }
  return result;
}

const decayFactors = new Map<number, bigint>();

/**
 * Factor of one block, in parts of 2^32: the largest whose power `halfLife` (blocks) is at most one half, found by bisection.
 *
 * @example decayFactorQ32(360) // 4_286_705_684n
 */
export function decayFactorQ32(halfLife: number): bigint {
  if (halfLife === 0) return ONE_Q32;
  const known = decayFactors.get(halfLife);
  if (known !== undefined) return known;
  let low = 0n;
  let high = ONE_Q32;
  while (low + 1n < high) {
    const middle = (low + high) >> 1n;
    if (powQ32(middle, halfLife) > HALF_Q32) high = middle;
    else low = middle;
  }
  decayFactors.set(halfLife, low);
  return low;
}

function withinBounds(ctx: Context, netuid: number, burn: bigint): bigint {
  return minBig(maxBig(burn, S.MinBurn.get(ctx, netuid)), S.MaxBurn.get(ctx, netuid));
}

/**
 * At the start of a block: lets all prices fall and forgets the registrations of the last block; those of root's interval
 * when root's tempo is over.
 */
export function updateRegistrationPricesForNetworks(ctx: Context): void {
  for (const netuid of getAllSubnetNetuids(ctx)) {
    const burn = S.Burn.get(ctx, netuid);
    const halfLife = S.BurnHalfLife.get(ctx, netuid);
    const decays = halfLife > 0 && ctx.block.number > 1;
    const decayed = withinBounds(ctx, netuid, decays ? mulByQ32(burn, decayFactorQ32(halfLife)) : burn);
    if (decayed !== burn) S.Burn.set(ctx, netuid, decayed);
    S.RegistrationsThisBlock.set(ctx, netuid, 0);
    if (netuid === ROOT_NETUID && shouldRunEpoch(ctx, netuid)) S.RegistrationsThisInterval.set(ctx, netuid, 0);
  }
}

/** After a registration: the price times `BurnIncreaseMult`, at least 1. Root has no price. */
export function bumpRegistrationPriceAfterRegistration(ctx: Context, netuid: number): void {
  if (netuid === ROOT_NETUID) return;
  const multiplier = maxBig(S.BurnIncreaseMult.get(ctx, netuid), U64F64.ONE);
  const raised = U64F64.saturatingMul(U64F64.fromNum(S.Burn.get(ctx, netuid)), multiplier);
  S.Burn.set(ctx, netuid, withinBounds(ctx, netuid, U64F64.toUnsigned(raised, 64)));
}
