import { type AccountId, type Context, call, ensure, ensureSigned, h256, MultiAddress } from "@myelin/frame";
import { lookup } from "../../../lookup.ts";
import { ANNOUNCEMENT_DEPOSIT, MAX_PENDING, PROXY_DEPOSIT } from "../constants.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { adjustDeposit, depositFor, dropAnnouncements, findProxy } from "../proxies.ts";
import { S } from "../storage.ts";
import { W } from "../weights.ts";

export const announce = call({
  index: 6,
  args: { real: MultiAddress, call_hash: h256 },
  weight: W.announce,
  docs: "Announce the hash of a call that the sender, a proxy, will make.",
  run(ctx, origin, { real, call_hash }) {
    const who = ensureSigned(origin);
    const account = lookup(real);
    findProxy(ctx, account, who, undefined);
    const [pending, deposit] = S.Announcements.get(ctx, who);
    ensure(pending.length < MAX_PENDING, Err.TooMany);
    const next = [...pending, { real: account, call_hash, height: ctx.block.number }];
    const newDeposit = depositFor(next.length, ANNOUNCEMENT_DEPOSIT);
    adjustDeposit(ctx, who, deposit, newDeposit);
    S.Announcements.set(ctx, who, [next, newDeposit]);
    ctx.depositEvent(E.Announced({ real: account, proxy: who, call_hash }));
  },
});

export const remove_announcement = call({
  index: 7,
  args: { real: MultiAddress, call_hash: h256 },
  weight: W.removeAnnouncement,
  docs: "Take back an announcement of the sender.",
  run(ctx, origin, { real, call_hash }) {
    const who = ensureSigned(origin);
    const account = lookup(real);
    dropAnnouncements(ctx, who, (entry) => entry.real === account && entry.call_hash === call_hash);
  },
});

export const reject_announcement = call({
  index: 8,
  args: { delegate: MultiAddress, call_hash: h256 },
  weight: W.rejectAnnouncement,
  docs: "Refuse what a proxy of the sender has announced.",
  run(ctx, origin, { delegate, call_hash }) {
    const real = ensureSigned(origin);
    dropAnnouncements(ctx, lookup(delegate), (entry) => entry.real === real && entry.call_hash === call_hash);
  },
});

export const poke_deposit = call({
  index: 10,
  args: {},
  weight: W.pokeDeposit,
  docs: "Bring the sender's deposits to today's rates; free if that changes them.",
  run(ctx, origin) {
    const who = ensureSigned(origin);
    const changed = [pokeProxies(ctx, who), pokeAnnouncements(ctx, who)];
    return { paysFee: !changed.includes(true) };
  },
});

function pokeProxies(ctx: Context, who: AccountId): boolean {
  const [proxies, deposit] = S.Proxies.get(ctx, who);
  const newDeposit = depositFor(proxies.length, PROXY_DEPOSIT);
  if (!poke(ctx, who, "Proxies", deposit, newDeposit)) return false;
  if (proxies.length === 0) S.Proxies.remove(ctx, who);
  else S.Proxies.set(ctx, who, [proxies, newDeposit]);
  return true;
}

function pokeAnnouncements(ctx: Context, who: AccountId): boolean {
  const [pending, deposit] = S.Announcements.get(ctx, who);
  const newDeposit = depositFor(pending.length, ANNOUNCEMENT_DEPOSIT);
  if (!poke(ctx, who, "Announcements", deposit, newDeposit)) return false;
  if (pending.length === 0) S.Announcements.remove(ctx, who);
  else S.Announcements.set(ctx, who, [pending, newDeposit]);
  return true;
}

function poke(
  ctx: Context,
  who: AccountId,
  kind: "Proxies" | "Announcements",
  old_deposit: bigint,
  new_deposit: bigint,
): boolean {
  if (old_deposit === new_deposit) return false;
  adjustDeposit(ctx, who, old_deposit, new_deposit);
  ctx.depositEvent(E.DepositPoked({ who, kind, old_deposit, new_deposit }));
  return true;
}
