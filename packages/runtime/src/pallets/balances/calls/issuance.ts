import {
  accountId,
  bool,
  call,
  compact,
  ensure,
  ensureRoot,
  ensureSigned,
  MultiAddress,
  names,
  u64,
  vec,
} from "@myelin/frame";
import { satAddU64, satSubU64 } from "../../../arithmetic.ts";
import { lookup } from "../../../lookup.ts";
import { addWeights, weight } from "../../../weights.ts";
import { S as System } from "../../system/storage.ts";
import { burnFrom, setFreeBalance, unreserve } from "../balances.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { NEW_LOGIC } from "../types.ts";

const AdjustmentDirection = names("pallet_balances::types::AdjustmentDirection", "Increase", "Decrease");

export const force_unreserve = call({
  index: 5,
  args: { who: MultiAddress, amount: u64 },
  weight: weight(17_233_000n, 3593n, 1, 1),
  docs: "Free reserved balance of an account (root).",
  run(ctx, origin, { who, amount }) {
    ensureRoot(origin);
    unreserve(ctx, lookup(who), amount);
  },
});

export const upgrade_accounts = call({
  index: 6,
  args: { who: vec(accountId) },
  weight: ({ who }) =>
    addWeights(weight(16_588_000n, 990n), {
      refTime: BigInt(who.length) * (13_973_659n + 125_000_000n),
      proofSize: BigInt(who.length) * 2603n,
    }),
  docs: "Mark accounts as following the current rules; free where nine of ten needed it.",
  run(ctx, origin, { who }) {
    ensureSigned(origin);
    if (who.length === 0) return { paysFee: true };
    let upgraded = 0;
    for (const account of who) {
      const info = System.Account.get(ctx, account);
      if ((info.data.flags & NEW_LOGIC) !== 0n) continue;
      System.Account.set(ctx, account, { ...info, data: { ...info.data, flags: info.data.flags | NEW_LOGIC } });
      ctx.depositEvent(E.Upgraded({ who: account }));
      upgraded += 1;
    }
    return { paysFee: upgraded * 10 < who.length * 9 };
  },
});

export const force_set_balance = call({
  index: 8,
  args: { who: MultiAddress, new_free: compact(u64) },
  weight: weight(19_929_000n, 3593n, 1, 1),
  docs: "Set the free balance of an account (root); under the existential deposit it becomes zero.",
  run(ctx, origin, { who, new_free }) {
    ensureRoot(origin);
    const account = lookup(who);
    ctx.depositEvent(E.BalanceSet({ who: account, free: setFreeBalance(ctx, account, new_free) }));
  },
});

export const force_adjust_total_issuance = call({
  index: 9,
  args: { direction: AdjustmentDirection, delta: compact(u64) },
  weight: weight(6_594_000n),
  docs: "Correct the total issuance up or down without touching an account (root).",
  run(ctx, origin, { direction, delta }) {
    ensureRoot(origin);
    ensure(delta > 0n, Err.DeltaZero);
    const old = S.TotalIssuance.get(ctx);
    const next = direction === "Increase" ? satAddU64(old, delta) : satSubU64(old, delta);
    ensure(S.InactiveIssuance.get(ctx) <= next, Err.IssuanceDeactivated);
    S.TotalIssuance.set(ctx, next);
    ctx.depositEvent(E.TotalIssuanceForced({ old, new: next }));
  },
});

export const burn = call({
  index: 10,
  args: { value: compact(u64), keep_alive: bool },
  weight: ({ keep_alive }) => weight(keep_alive ? 20_711_000n : 30_968_000n),
  docs: "Destroy one's own balance; the total issuance shrinks.",
  run(ctx, origin, { value, keep_alive }) {
    burnFrom(ctx, ensureSigned(origin), value, keep_alive ? "preserve" : "expendable");
  },
});
