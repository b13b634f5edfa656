/** Coldkeys change in two steps, with time to object in between (`pallets/subtensor/src/macros/dispatches.rs`). */
import { type AccountId, accountId, type Context, call, ensure, ensureRoot, ensureSigned, h256 } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { satAddU32 } from "../../../arithmetic.ts";
import { weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { chargeSwapCost, doSwapColdkey } from "../swap/swap_coldkey.ts";
import { TaoBalance } from "../types.ts";

export const swap_coldkey = call({
  index: 71,
  args: { old_coldkey: accountId, new_coldkey: accountId, swap_cost: TaoBalance },
  weight: weight(312_301_000n, 13_056n, 37, 19),
  docs: "Gives all that a coldkey has to another one, without an announcement (root).",
  run(ctx, origin, { old_coldkey, new_coldkey, swap_cost }) {
    ensureRoot(origin);
    if (swap_cost !== 0n) chargeSwapCost(ctx, old_coldkey, swap_cost);
    doSwapColdkey(ctx, old_coldkey, new_coldkey);
    S.ColdkeySwapAnnouncements.remove(ctx, old_coldkey);
    S.ColdkeySwapDisputes.remove(ctx, old_coldkey);
  },
});

export const schedule_swap_coldkey = call({
  index: 73,
  args: { new_coldkey: accountId },
  weight: weight(0n, 0n, 5),
  docs: "Retired: announce_coldkey_swap has its place.",
  run() {
    throw Err.Deprecated();
  },
});

export const announce_coldkey_swap = call({
  index: 125,
  args: { new_coldkey_hash: h256 },
  weight: weight(47_248_000n, 4_159n, 4, 3),
  docs: "Announces the swap of the caller's coldkey to one that is told by its hash; the first announcement costs.",
  run(ctx, origin, { new_coldkey_hash }) {
    const who = ensureSigned(origin);
    const announced = S.ColdkeySwapAnnouncements.get(ctx, who);
    if (announced === undefined) chargeSwapCost(ctx, who, ctx.config.keySwapCost);
    else ensure(ctx.block.number >= mayChangeFrom(ctx, announced[0]), Err.ColdkeySwapReannouncedTooEarly);
    const when = satAddU32(ctx.block.number, S.ColdkeySwapAnnouncementDelay.get(ctx));
    S.ColdkeySwapAnnouncements.set(ctx, who, [when, new_coldkey_hash]);
    ctx.depositEvent(E.ColdkeySwapAnnounced({ who, new_coldkey_hash }));
  },
});

/** Block from which an announcement for block `when` may be replaced or cleared. */
const mayChangeFrom = (ctx: Context, when: number): number =>
  satAddU32(when, S.ColdkeySwapReannouncementDelay.get(ctx));

export const swap_coldkey_announced = call({
  index: 126,
  args: { new_coldkey: accountId },
  weight: weight(288_156_000n, 13_000n, 37, 15),
  docs: "Gives all that the caller has to the coldkey announced before.",
  run(ctx, origin, { new_coldkey }) {
    const who = ensureSigned(origin);
    const announced = S.ColdkeySwapAnnouncements.take(ctx, who);
    ensure(announced !== undefined, Err.ColdkeySwapAnnouncementNotFound);
    const [when, hash] = announced;
    ensure(hash === hashOf(new_coldkey), Err.AnnouncedColdkeyHashDoesNotMatch);
    ensure(ctx.block.number >= when, Err.ColdkeySwapTooEarly);
    doSwapColdkey(ctx, who, new_coldkey);
  },
});

const hashOf = (coldkey: AccountId) => toHex(blake2b256(fromHex(coldkey)));

export const dispute_coldkey_swap = call({
  index: 127,
  args: {},
  weight: weight(23_293_000n, 4_130n, 2, 1),
  docs: "Stops an announced swap of the caller's coldkey, and every other call of it, until root decides.",
  run(ctx, origin) {
    const coldkey = ensureSigned(origin);
    ensure(S.ColdkeySwapAnnouncements.contains(ctx, coldkey), Err.ColdkeySwapAnnouncementNotFound);
    ensure(!S.ColdkeySwapDisputes.contains(ctx, coldkey), Err.ColdkeySwapAlreadyDisputed);
    S.ColdkeySwapDisputes.set(ctx, coldkey, ctx.block.number);
    ctx.depositEvent(E.ColdkeySwapDisputed({ coldkey }));
  },
});

export const reset_coldkey_swap = call({
  index: 128,
  args: { coldkey: accountId },
  weight: weight(8_857_000n, 0n, 0, 2),
  docs: "Clears announcement and dispute of a coldkey's swap (root).",
  run(ctx, origin, { coldkey }) {
    ensureRoot(origin);
    S.ColdkeySwapAnnouncements.remove(ctx, coldkey);
    S.ColdkeySwapDisputes.remove(ctx, coldkey);
    ctx.depositEvent(E.ColdkeySwapReset({ who: coldkey }));
  },
});

export const clear_coldkey_swap_announcement = call({
  index: 133,
  args: {},
  weight: weight(17_890_000n, 0n, 2, 1),
  docs: "Takes the announcement of a swap back, once it could be replaced.",
  run(ctx, origin) {
    const who = ensureSigned(origin);
    const announced = S.ColdkeySwapAnnouncements.get(ctx, who);
    ensure(announced !== undefined, Err.ColdkeySwapAnnouncementNotFound);
    ensure(ctx.block.number >= mayChangeFrom(ctx, announced[0]), Err.ColdkeySwapClearTooEarly);
    S.ColdkeySwapAnnouncements.remove(ctx, who);
    ctx.depositEvent(E.ColdkeySwapCleared({ who }));
  },
});
