/** Money in and out: `pallets/crowdloan/src/lib.rs`, contribute and withdraw. */
import { type AccountId, type Context, call, compact, ensure, ensureSigned, u32, u64 } from "@myelin/frame";
import { checkedAddU64, minBig, satSubU64 } from "../../../arithmetic.ts";
import { freeBalance, transfer } from "../../balances/balances.ts";
import { MAX_CONTRIBUTORS } from "../constants.ts";
import { crowdloanOf } from "../crowdloans.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import type { CrowdloanInfo } from "../types.ts";
import { W } from "../weights.ts";

export const contribute = call({
  index: 1,
  args: { crowdloan_id: compact(u32), amount: compact(u64) },
  weight: W.contribute,
  docs: "Give to a crowdloan; of what is more than it may take, the rest stays.",
  run(ctx, origin, { crowdloan_id, amount }) {
    const contributor = ensureSigned(origin);
    const crowdloan = crowdloanOf(ctx, crowdloan_id);
    ensure(ctx.block.number < crowdloan.end, Err.ContributionPeriodEnded);
    ensure(crowdloan.raised < crowdloan.cap, Err.CapRaised);
    ensure(amount >= crowdloan.min_contribution, Err.ContributionTooLow);
    ensure(crowdloan.contributors_count < MAX_CONTRIBUTORS, Err.MaxContributorsReached);
    const accepted = minBig(amount, roomFor(ctx, crowdloan_id, crowdloan, contributor));
    const before = S.Contributions.get(ctx, crowdloan_id, contributor);
    const contribution = checkedAddU64(before ?? 0n, accepted);
    ensure(contribution !== undefined, Err.Overflow);
    ensure(freeBalance(ctx, contributor) >= accepted, Err.InsufficientBalance);
    transfer(ctx, contributor, crowdloan.funds_account, accepted, "expendable");
    S.Contributions.set(ctx, crowdloan_id, contributor, contribution);
    S.Crowdloans.set(ctx, crowdloan_id, {
      ...crowdloan,
      raised: crowdloan.raised + accepted,
      contributors_count: crowdloan.contributors_count + (before === undefined ? 1 : 0),
    });
    ctx.depositEvent(E.Contributed({ crowdloan_id, contributor, amount: accepted }));
  },
});

/** Rao that the crowdloan can still take from an account. @throws MaxContributionReached */
function roomFor(ctx: Context, id: number, { cap, raised }: CrowdloanInfo, contributor: AccountId): bigint {
  const most = S.MaxContributions.get(ctx, id);
  if (most === undefined) return cap - raised;
  const given = S.Contributions.get(ctx, id, contributor) ?? 0n;
  ensure(given < most, Err.MaxContributionReached);
  return minBig(most - given, cap - raised);
}

export const withdraw = call({
  index: 2,
  args: { crowdloan_id: compact(u32) },
  weight: W.withdraw,
  docs: "Take back what one gave to a crowdloan that is not finalized; the creator's deposit stays.",
  run(ctx, origin, { crowdloan_id }) {
    const who = ensureSigned(origin);
    const crowdloan = crowdloanOf(ctx, crowdloan_id);
    ensure(!crowdloan.finalized, Err.AlreadyFinalized);
    const given = S.Contributions.get(ctx, crowdloan_id, who) ?? 0n;
    ensure(given > 0n, Err.NoContribution);
    const isCreator = who === crowdloan.creator;
    const amount = isCreator ? satSubU64(given, crowdloan.deposit) : given;
    ensure(amount > 0n, Err.DepositCannotBeWithdrawn);
    if (isCreator) S.Contributions.set(ctx, crowdloan_id, who, crowdloan.deposit);
    else S.Contributions.remove(ctx, crowdloan_id, who);
    transfer(ctx, crowdloan.funds_account, who, amount, "expendable");
    S.Crowdloans.set(ctx, crowdloan_id, {
      ...crowdloan,
      raised: satSubU64(crowdloan.raised, amount),
      contributors_count: crowdloan.contributors_count - (isCreator ? 0 : 1),
    });
    ctx.depositEvent(E.Withdrew({ crowdloan_id, contributor: who, amount }));
  },
});
