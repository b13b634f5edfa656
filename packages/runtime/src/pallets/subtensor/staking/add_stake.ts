/** Staking (`pallets/subtensor/src/staking/add_stake.rs`). */
import { type AccountId, type Context, ensureSigned, type Origin } from "@myelin/frame";
import { MAX_PRICE } from "../../swap/impls.ts";
import { stakeIntoSubnet } from "./stake_utils.ts";
import { ensureInputWithinSwapLimit, validateAddStake } from "./stake_validation.ts";

/**
 * Stakes `tao` rao of the caller on a hotkey. Returns the alpha staked.
 *
 * @throws the errors of `validateAddStake` and `stakeIntoSubnet`
 */
export function doAddStake(ctx: Context, origin: Origin, hotkey: AccountId, netuid: number, tao: bigint): bigint {
  const position = { coldkey: ensureSigned(origin), hotkey, netuid };
  ensureInputWithinSwapLimit(ctx, netuid, "buy", tao);
  validateAddStake(ctx, position, tao, tao, false);
  return stakeIntoSubnet(ctx, position, tao, MAX_PRICE, false);
}
