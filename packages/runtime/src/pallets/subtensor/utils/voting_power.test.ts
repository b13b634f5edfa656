import { beforeEach, describe, expect, it } from "vitest";
import { eventNames, numbered } from "../../../testing/emitting-subnet.ts";
import { type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import type { EpochTerms } from "../epoch/terms.ts";
import { S } from "../storage.ts";
import { calculateVotingPowerEma, updateVotingPowerForSubnet } from "./voting_power.ts";

const hotkey = numbered(1);
const ALPHA = 10n ** 17n; // a tenth

function terms(stake: bigint, newValidatorPermit = true): EpochTerms[] {
  const nothing = { serverEmission: 0n, validatorEmission: 0n, emission: 0n, incentive: 0, dividend: 0, consensus: 0 };
  return [
    {
      ...nothing,
      hotkey,
      uid: 0,
      validatorTrust: 0,
      stakeWeight: 0,
      active: true,
      newValidatorPermit,
      bonds: Uint8Array.of(0),
      stake,
    },
  ];
}

let ctx: PalletContext;
beforeEach(() => {
  ctx = palletContext({ votingPowerEmaAlpha: ALPHA });
  S.VotingPowerTrackingEnabled.set(ctx, 1, true);
  S.IsNetworkMember.set(ctx, hotkey, 1, true);
});

describe("voting power", () => {
  it("moves towards the stake", () => {
    expect(calculateVotingPowerEma(1_000n, 0n, ALPHA)).toBe(100n);
    expect(calculateVotingPowerEma(1_000n, 100n, ALPHA)).toBe(190n);
    updateVotingPowerForSubnet(ctx, 1, terms(1_000n));
    updateVotingPowerForSubnet(ctx, 1, terms(1_000n));
    expect(S.VotingPower.get(ctx, 1, hotkey)).toBe(190n);
  });

  it("is not tracked unless the subnet says so", () => {
    S.VotingPowerTrackingEnabled.set(ctx, 1, false);
    updateVotingPowerForSubnet(ctx, 1, terms(1_000n));
    expect(S.VotingPower.get(ctx, 1, hotkey)).toBe(0n);
  });

  it("goes with the permit, the membership, and a fall below the threshold", () => {
    const reset = () => S.VotingPower.set(ctx, 1, hotkey, 500n);
    reset();
    updateVotingPowerForSubnet(ctx, 1, terms(1_000n, false));
    expect(S.VotingPower.contains(ctx, 1, hotkey)).toBe(false);
    reset();
    S.StakeThreshold.set(ctx, 480n);
    updateVotingPowerForSubnet(ctx, 1, terms(0n));
    expect(S.VotingPower.contains(ctx, 1, hotkey)).toBe(false);
    reset();
    S.IsNetworkMember.set(ctx, hotkey, 1, false);
    updateVotingPowerForSubnet(ctx, 1, terms(1_000n));
    expect(S.VotingPower.contains(ctx, 1, hotkey)).toBe(false);
  });

  it("ends when its time has come", () => {
    S.VotingPower.set(ctx, 1, hotkey, 500n);
    S.VotingPowerDisableAtBlock.set(ctx, 1, 5n);
    ctx.block.number = 5;
    updateVotingPowerForSubnet(ctx, 1, terms(1_000n));
    expect(S.VotingPower.contains(ctx, 1, hotkey)).toBe(false);
    expect(S.VotingPowerTrackingEnabled.get(ctx, 1)).toBe(false);
    expect(eventNames(ctx)).toEqual(["VotingPowerTrackingDisabled"]);
  });
});
