import { type AccountId, type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { checkWeightsMinStake } from "../subnets/weights.ts";

/** Who sets weights needs stake (`pallets/subtensor/src/guards/check_weights.rs`). @throws NotEnoughStakeToSetWeights */
export function checkWeights(ctx: Context, who: AccountId, netuid: number): void {
  ensure(checkWeightsMinStake(ctx, who, netuid), Err.NotEnoughStakeToSetWeights);
}
