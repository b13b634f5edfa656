/** Voting power: a slow average of validators' stake (`pallets/subtensor/src/utils/voting_power.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { minBig, U64_MAX } from "../../../arithmetic.ts";
import type { EpochTerms } from "../epoch/terms.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";

/** Denominator of `VotingPowerEmaAlpha`. */
export const MAX_VOTING_POWER_EMA_ALPHA = 10n ** 18n;

/** Moves the averages after an epoch, where the subnet tracks them; ends tracking when its time has come. */
export function updateVotingPowerForSubnet(ctx: Context, netuid: number, terms: readonly EpochTerms[]): void {
  if (!S.VotingPowerTrackingEnabled.get(ctx, netuid)) return;
  const disableAt = S.VotingPowerDisableAtBlock.get(ctx, netuid);
  if (disableAt > 0n && BigInt(ctx.block.number) >= disableAt) {
    finalizeVotingPowerDisable(ctx, netuid);
    return;
  }
  const alpha = S.VotingPowerEmaAlpha.get(ctx, netuid);
  for (const { hotkey, newValidatorPermit, stake } of terms) {
    if (newValidatorPermit) updateVotingPowerForHotkey(ctx, netuid, hotkey, stake, alpha);
    else S.VotingPower.remove(ctx, netuid, hotkey);
  }
  for (const hotkey of [...S.VotingPower.keys(ctx, netuid)]) {
    if (!S.IsNetworkMember.get(ctx, hotkey, netuid)) S.VotingPower.remove(ctx, netuid, hotkey);
  }
}

/** The average after one more epoch. `alpha` in parts of 10^18, stakes in rao. */
export function calculateVotingPowerEma(stake: bigint, previous: bigint, alpha: bigint): bigint {
  const rest = alpha < MAX_VOTING_POWER_EMA_ALPHA ? MAX_VOTING_POWER_EMA_ALPHA - alpha : 0n;
  return minBig((alpha * stake + rest * previous) / MAX_VOTING_POWER_EMA_ALPHA, U64_MAX);
}

/** A validator that falls below the stake threshold loses its power; one that is on its way up keeps growing. */
function updateVotingPowerForHotkey(
  ctx: Context,
  netuid: number,
  hotkey: AccountId,
  stake: bigint,
  alpha: bigint,
): void {
  const previous = S.VotingPower.get(ctx, netuid, hotkey);
  const next = calculateVotingPowerEma(stake, previous, alpha);
  const threshold = S.StakeThreshold.get(ctx);
  if (next < threshold && previous >= threshold) S.VotingPower.remove(ctx, netuid, hotkey);
  else if (next > 0n) S.VotingPower.set(ctx, netuid, hotkey, next);
}

function finalizeVotingPowerDisable(ctx: Context, netuid: number): void {
  S.VotingPower.clearPrefix(ctx, netuid);
  S.VotingPowerTrackingEnabled.set(ctx, netuid, false);
  S.VotingPowerDisableAtBlock.remove(ctx, netuid);
  ctx.depositEvent(E.VotingPowerTrackingDisabled({ netuid }));
}
