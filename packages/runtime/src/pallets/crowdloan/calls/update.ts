/** What the creator may change until the end: `pallets/crowdloan/src/lib.rs`, update_* and set_max_contribution. */
import { call, compact, ensure, ensureSigned, option, u32, u64 } from "@myelin/frame";
import { ABSOLUTE_MINIMUM_CONTRIBUTION } from "../constants.ts";
import { ensureValidEnd, ownCrowdloan } from "../crowdloans.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { W } from "../weights.ts";

const crowdloan_id = compact(u32);

export const update_min_contribution = call({
  index: 6,
  args: { crowdloan_id, new_min_contribution: compact(u64) },
  weight: W.updateMinContribution,
  docs: "Change the smallest contribution (creator).",
  run(ctx, origin, { crowdloan_id, new_min_contribution }) {
    const crowdloan = ownCrowdloan(ctx, crowdloan_id, ensureSigned(origin));
    ensure(new_min_contribution >= ABSOLUTE_MINIMUM_CONTRIBUTION, Err.MinimumContributionTooLow);
    const most = S.MaxContributions.get(ctx, crowdloan_id);
    ensure(most === undefined || new_min_contribution <= most, Err.MinimumContributionTooHigh);
    S.Crowdloans.set(ctx, crowdloan_id, { ...crowdloan, min_contribution: new_min_contribution });
    ctx.depositEvent(E.MinContributionUpdated({ crowdloan_id, new_min_contribution }));
  },
});

export const update_end = call({
  index: 7,
  args: { crowdloan_id, new_end: compact(u32) },
  weight: W.updateEnd,
  docs: "Change the block at which a crowdloan ends (creator).",
  run(ctx, origin, { crowdloan_id, new_end }) {
    const crowdloan = ownCrowdloan(ctx, crowdloan_id, ensureSigned(origin));
    ensureValidEnd(ctx, new_end);
    S.Crowdloans.set(ctx, crowdloan_id, { ...crowdloan, end: new_end });
    ctx.depositEvent(E.EndUpdated({ crowdloan_id, new_end }));
  },
});

export const update_cap = call({
  index: 8,
  args: { crowdloan_id, new_cap: compact(u64) },
  weight: W.updateCap,
  docs: "Change the cap, not below what is raised (creator).",
  run(ctx, origin, { crowdloan_id, new_cap }) {
    const crowdloan = ownCrowdloan(ctx, crowdloan_id, ensureSigned(origin));
    ensure(new_cap >= crowdloan.raised, Err.CapTooLow);
    S.Crowdloans.set(ctx, crowdloan_id, { ...crowdloan, cap: new_cap });
    ctx.depositEvent(E.CapUpdated({ crowdloan_id, new_cap }));
  },
});

export const set_max_contribution = call({
  index: 9,
  args: { crowdloan_id, new_max_contribution: option(u64) },
  weight: W.setMaxContribution,
  docs: "Set or lift the most that one account may give in all (creator).",
  run(ctx, origin, { crowdloan_id, new_max_contribution }) {
    const { creator, min_contribution } = ownCrowdloan(ctx, crowdloan_id, ensureSigned(origin));
    if (new_max_contribution === undefined) {
      S.MaxContributions.remove(ctx, crowdloan_id);
    } else {
      const given = S.Contributions.get(ctx, crowdloan_id, creator) ?? 0n;
      const isEnough = new_max_contribution >= min_contribution && new_max_contribution >= given;
      ensure(isEnough, Err.MaximumContributionTooLow);
      S.MaxContributions.set(ctx, crowdloan_id, new_max_contribution);
    }
    ctx.depositEvent(E.MaxContributionUpdated({ crowdloan_id, new_max_contribution }));
  },
});
