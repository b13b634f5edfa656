import { bool, call, compact, ensureRoot, ensureSigned, MultiAddress, u64 } from "@myelin/frame";
import { lookup } from "../../../lookup.ts";
import { weight } from "../../../weights.ts";
import { reducibleBalance, transfer } from "../balances.ts";

/** One account read and written; the proof is that of `System.Account`. */
const oneAccount = (refTime: bigint) => weight(refTime, 3593n, 1, 1);

export const transfer_allow_death = call({
  index: 0,
  args: { dest: MultiAddress, value: compact(u64) },
  weight: oneAccount(48_363_000n),
  docs: "Transfer free balance; the sender's account may be reaped.",
  run(ctx, origin, { dest, value }) {
    transfer(ctx, ensureSigned(origin), lookup(dest), value, "expendable");
  },
});

export const force_transfer = call({
  index: 2,
  args: { source: MultiAddress, dest: MultiAddress, value: compact(u64) },
  weight: weight(49_944_000n, 6196n, 2, 2),
  docs: "Transfer free balance of any account (root).",
  run(ctx, origin, { source, dest, value }) {
    ensureRoot(origin);
    transfer(ctx, lookup(source), lookup(dest), value, "expendable");
  },
});

export const transfer_keep_alive = call({
  index: 3,
  args: { dest: MultiAddress, value: compact(u64) },
  weight: oneAccount(38_159_000n),
  docs: "Transfer free balance; fails where the sender's account would be reaped.",
  run(ctx, origin, { dest, value }) {
    transfer(ctx, ensureSigned(origin), lookup(dest), value, "preserve");
  },
});

export const transfer_all = call({
  index: 4,
  args: { dest: MultiAddress, keep_alive: bool },
  weight: oneAccount(47_385_000n),
  docs: "Transfer all that is transferable, with or without the existential deposit.",
  run(ctx, origin, { dest, keep_alive }) {
    const who = ensureSigned(origin);
    const preservation = keep_alive ? "preserve" : "expendable";
    const to = lookup(dest);
    transfer(ctx, who, to, reducibleBalance(ctx, who, preservation), preservation);
  },
});
