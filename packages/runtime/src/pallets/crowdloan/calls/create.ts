import { accountId, call, compact, ensure, ensureSigned, option, outer, u32, u64 } from "@myelin/frame";
import { addWeights } from "../../../weights.ts";
import { freeBalance, transfer } from "../../balances/balances.ts";
import { bound } from "../../scheduler/bounded_call.ts";
import { incProviders } from "../../system/accounts.ts";
import { ABSOLUTE_MINIMUM_CONTRIBUTION, MINIMUM_DEPOSIT } from "../constants.ts";
import { ensureValidEnd, fundsAccount } from "../crowdloans.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { W } from "../weights.ts";

const LAST_ID = 2 ** 32 - 1;

/** `pallets/crowdloan/src/lib.rs`, create. */
export const create = call({
  index: 0,
  args: {
    deposit: compact(u64),
    min_contribution: compact(u64),
    cap: compact(u64),
    end: compact(u32),
    call: option(outer.call),
    target_address: option(accountId),
  },
  weight: ({ call: inner }, ctx) =>
    inner === undefined ? W.create : addWeights(W.create, ctx.dispatchInfo(inner).weight),
  docs: "Raise funds up to a cap; with the cap raised they go to an address, or a call is dispatched for the creator.",
  run(ctx, origin, { deposit, min_contribution, cap, end, call: inner, target_address }) {
    const creator = ensureSigned(origin);
    ensure(deposit >= MINIMUM_DEPOSIT, Err.DepositTooLow);
    ensure(cap > deposit, Err.CapTooLow);
    ensure(min_contribution >= ABSOLUTE_MINIMUM_CONTRIBUTION, Err.MinimumContributionTooLow);
    ensure((inner === undefined) !== (target_address === undefined), Err.InvalidFinalizationConfig);
    ensureValidEnd(ctx, end);
    ensure(freeBalance(ctx, creator) >= deposit, Err.InsufficientBalance);
    const crowdloan_id = S.NextCrowdloanId.get(ctx);
    ensure(crowdloan_id < LAST_ID, Err.Overflow);
    S.NextCrowdloanId.set(ctx, crowdloan_id + 1);
    const funds_account = fundsAccount(crowdloan_id);
    // The account lives, empty too, as long as the crowdloan does.
    incProviders(ctx, funds_account);
    S.Crowdloans.set(ctx, crowdloan_id, {
      creator,
      deposit,
      min_contribution,
      end,
      cap,
      funds_account,
      raised: deposit,
      target_address,
      call: inner === undefined ? undefined : bound(ctx, inner),
      finalized: false,
      contributors_count: 1,
    });
    transfer(ctx, creator, funds_account, deposit, "expendable");
    S.Contributions.set(ctx, crowdloan_id, creator, deposit);
    ctx.depositEvent(E.Created({ crowdloan_id, creator, end, cap }));
  },
});
