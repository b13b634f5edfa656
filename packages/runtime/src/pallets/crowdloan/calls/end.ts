/** How crowdloans end: `pallets/crowdloan/src/lib.rs`, finalize, refund and dissolve. */
import { type AccountId, type Context, call, compact, ensure, ensureSigned, signed, u32 } from "@myelin/frame";
import { satSubU64 } from "../../../arithmetic.ts";
import { transfer } from "../../balances/balances.ts";
import { drop, peek } from "../../scheduler/bounded_call.ts";
import { decProviders } from "../../system/accounts.ts";
import { REFUND_CONTRIBUTORS_LIMIT } from "../constants.ts";
import { crowdloanOf, ownCrowdloan } from "../crowdloans.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import type { CrowdloanInfo } from "../types.ts";
import { W } from "../weights.ts";

const args = { crowdloan_id: compact(u32) };

export const finalize = call({
  index: 3,
  args,
  weight: W.finalize,
  docs: "Pay out a crowdloan whose cap is raised, or dispatch its call (creator).",
  run(ctx, origin, { crowdloan_id }) {
    const who = ensureSigned(origin);
    const crowdloan = crowdloanOf(ctx, crowdloan_id);
    ensure(who === crowdloan.creator, Err.InvalidOrigin);
    ensure(crowdloan.raised === crowdloan.cap, Err.CapNotRaised);
    ensure(!crowdloan.finalized, Err.AlreadyFinalized);
    payOut(ctx, crowdloan_id, crowdloan);
    S.Crowdloans.set(ctx, crowdloan_id, { ...crowdloan, finalized: true });
    ctx.depositEvent(E.Finalized({ crowdloan_id }));
  },
});

function payOut(ctx: Context, id: number, { creator, call: bounded, target_address, ...loan }: CrowdloanInfo): void {
  if (bounded !== undefined && target_address === undefined) {
    S.CurrentCrowdloanId.set(ctx, id);
    const stored = peek(ctx, bounded);
    ensure(stored !== undefined, Err.CallUnavailable);
    ctx.dispatch(signed(creator), stored);
    S.CurrentCrowdloanId.kill(ctx);
  } else if (bounded === undefined && target_address !== undefined) {
    transfer(ctx, loan.funds_account, target_address, loan.raised, "expendable");
  } else {
    throw Err.InvalidFinalizationConfig();
  }
}

export const refund = call({
  index: 4,
  args,
  weight: W.refund(REFUND_CONTRIBUTORS_LIMIT),
  docs: "Pay contributors of a crowdloan that is not finalized back, fifty at a time (creator).",
  run(ctx, origin, { crowdloan_id }) {
    const crowdloan = ownCrowdloan(ctx, crowdloan_id, ensureSigned(origin));
    const { refunded, all } = contributorsToRefund(ctx, crowdloan_id, crowdloan.creator);
    let { raised } = crowdloan;
    for (const [contributor, amount] of refunded) {
      transfer(ctx, crowdloan.funds_account, contributor, amount, "expendable");
      raised = satSubU64(raised, amount);
    }
    const contributors_count = crowdloan.contributors_count - refunded.length;
    S.Crowdloans.set(ctx, crowdloan_id, { ...crowdloan, raised, contributors_count });
    for (const [contributor] of refunded) S.Contributions.remove(ctx, crowdloan_id, contributor);
    ctx.depositEvent(all ? E.AllRefunded({ crowdloan_id }) : E.PartiallyRefunded({ crowdloan_id }));
    return all ? { actualWeight: W.refund(refunded.length) } : {};
  },
});

/** Contributions of others than the creator, as many as one call pays back, and whether these are all. */
function contributorsToRefund(ctx: Context, id: number, creator: AccountId) {
  const refunded: [AccountId, bigint][] = [];
  for (const [contributor, amount] of S.Contributions.entries(ctx, id)) {
    if (contributor === creator) continue;
    if (refunded.length >= REFUND_CONTRIBUTORS_LIMIT) return { refunded, all: false };
    refunded.push([contributor, amount]);
  }
  return { refunded, all: true };
}

export const dissolve = call({
  index: 5,
  args,
  weight: W.dissolve,
  docs: "Remove a crowdloan in which nothing is left but what its creator gave (creator).",
  run(ctx, origin, { crowdloan_id }) {
    const crowdloan = ownCrowdloan(ctx, crowdloan_id, ensureSigned(origin));
    const { creator, funds_account, call: bounded } = crowdloan;
    const given = S.Contributions.get(ctx, crowdloan_id, creator);
    ensure(given !== undefined, Err.NoContribution);
    ensure(given === crowdloan.raised, Err.NotReadyToDissolve);
    transfer(ctx, funds_account, creator, given, "expendable");
    S.Contributions.remove(ctx, crowdloan_id, creator);
    if (bounded !== undefined) drop(ctx, bounded);
    decProviders(ctx, funds_account);
    S.Crowdloans.remove(ctx, crowdloan_id);
    S.MaxContributions.remove(ctx, crowdloan_id);
    ctx.depositEvent(E.Dissolved({ crowdloan_id }));
  },
});
