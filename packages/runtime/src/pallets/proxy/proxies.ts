/** Delegates and their announcements (`pallets/proxy/src/lib.rs`). Deposits in rao, delays in blocks. */
import {
  type AccountId,
  type CallValue,
  type Context,
  ensure,
  type Hash,
  outer,
  signed,
  type ValueOf,
  withFilter,
} from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { u8, u16, u32 } from "@myelin/primitives/scale";
import { reserve, unreserve } from "../balances/balances.ts";
import type { Position } from "../system/position.ts";
import { dispatchInner, dispatchResult } from "../utility/inner.ts";
import { ANNOUNCEMENT_DEPOSIT, type DepositRates, MAX_PROXIES, PROXY_DEPOSIT } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { isSuperset, mayCall } from "./filters.ts";
import { S } from "./storage.ts";
import { type Announcement, type Definition, PROXY_TYPES, type ProxyTypeName } from "./types.ts";

/** The account without a key that `who` creates at a position. */
export function pureAccount(who: AccountId, type: ProxyTypeName, index: number, at: Position): AccountId {
  const entropy = concat(
    utf8("modlpy/proxy____"),
    fromHex(who),
    u32.encode(at.height),
    u32.encode(at.index),
    u8.encode(PROXY_TYPES.indexOf(type)),
    u16.encode(index),
  );
  return toHex(blake2b256(entropy));
}

/** BLAKE2b-256 hash under which a call is announced. */
export const callHash = (call: CallValue): Hash => toHex(blake2b256(outer.call.codec.encode(call)));

export function depositFor(count: number, { base, each }: DepositRates): bigint {
  return count === 0 ? 0n : base + each * BigInt(count);
}

/** Reserves or frees what a deposit changes by. @throws InsufficientBalance */
export function adjustDeposit(ctx: Context, who: AccountId, from: bigint, to: bigint): void {
  if (to > from) reserve(ctx, who, to - from);
  else if (to < from) unreserve(ctx, who, from - to);
}

function compare(a: Definition, b: Definition): number {
  if (a.delegate !== b.delegate) return a.delegate < b.delegate ? -1 : 1;
  return PROXY_TYPES.indexOf(a.proxy_type) - PROXY_TYPES.indexOf(b.proxy_type) || a.delay - b.delay;
}

/** @throws NoSelfProxy, Duplicate, TooMany, Balances.InsufficientBalance */
export function addProxyDelegate(ctx: Context, delegator: AccountId, added: Definition): void {
  ensure(delegator !== added.delegate, Err.NoSelfProxy);
  const [proxies, deposit] = S.Proxies.get(ctx, delegator);
  ensure(!proxies.some((other) => compare(other, added) === 0), Err.Duplicate);
  ensure(proxies.length < MAX_PROXIES, Err.TooMany);
  const next = [...proxies, added].sort(compare);
  const newDeposit = depositFor(next.length, PROXY_DEPOSIT);
  adjustDeposit(ctx, delegator, deposit, newDeposit);
  S.Proxies.set(ctx, delegator, [next, newDeposit]);
  const { delegate: delegatee, proxy_type, delay } = added;
  ctx.depositEvent(E.ProxyAdded({ delegator, delegatee, proxy_type, delay }));
}

/** @throws NotFound */
export function removeProxyDelegate(ctx: Context, delegator: AccountId, removed: Definition): void {
  const [proxies, deposit] = S.Proxies.get(ctx, delegator);
  const next = proxies.filter((other) => compare(other, removed) !== 0);
  ensure(next.length < proxies.length, Err.NotFound);
  const newDeposit = depositFor(next.length, PROXY_DEPOSIT);
  adjustDeposit(ctx, delegator, deposit, newDeposit);
  if (next.length === 0) S.Proxies.remove(ctx, delegator);
  else S.Proxies.set(ctx, delegator, [next, newDeposit]);
  const { delegate: delegatee, proxy_type, delay } = removed;
  S.RealPaysFee.remove(ctx, delegator, delegatee);
  ctx.depositEvent(E.ProxyRemoved({ delegator, delegatee, proxy_type, delay }));
}

/** The first definition by which `delegate` acts for `real`, of the given type if one is given. @throws NotProxy */
export function findProxy(
  ctx: Context,
  real: AccountId,
  delegate: AccountId,
  type: ProxyTypeName | undefined,
): Definition {
  const [proxies] = S.Proxies.get(ctx, real);
  const found = proxies.find((proxy) => proxy.delegate === delegate && (type ?? proxy.proxy_type) === proxy.proxy_type);
  ensure(found !== undefined, Err.NotProxy);
  return found;
}

/** Dispatches a call for `real` within what the proxy may do, in it and in calls nested in it. Its failure is told by an event. */
export function doProxy(ctx: Context, { proxy_type }: Definition, real: AccountId, call: CallValue): void {
  const origin = withFilter(signed(real), (nested) => isPermitted(proxy_type, nested));
  const result = dispatchResult(dispatchInner(ctx, origin, call).failure);
  S.LastCallResult.set(ctx, real, result);
  ctx.depositEvent(E.ProxyExecuted({ result }));
}

/** A proxy gives and takes no more than it has: others of its kind or less, and everything only if it may do everything. */
function isPermitted(type: ProxyTypeName, call: CallValue): boolean {
  if (call.type === "Proxy") {
    const { type: name, value: args } = call.value;
    const changes = name === "add_proxy" || name === "remove_proxy";
    if (changes && !isSuperset(type, args["proxy_type"] as ProxyTypeName)) return false;
    if ((name === "remove_proxies" || name === "kill_pure") && type !== "Any") return false;
  }
  return mayCall(type, call);
}

type AnnouncementValue = ValueOf<typeof Announcement>;

/** Drops announcements of a delegate and frees their deposit. @throws NotFound when there are none to drop */
export function dropAnnouncements(
  ctx: Context,
  delegate: AccountId,
  isDropped: (announcement: AnnouncementValue) => boolean,
): void {
  const [pending, deposit] = S.Announcements.get(ctx, delegate);
  const kept = pending.filter((announcement) => !isDropped(announcement));
  ensure(kept.length < pending.length, Err.NotFound);
  const newDeposit = depositFor(kept.length, ANNOUNCEMENT_DEPOSIT);
  adjustDeposit(ctx, delegate, deposit, newDeposit);
  if (kept.length === 0) S.Announcements.remove(ctx, delegate);
  else S.Announcements.set(ctx, delegate, [kept, newDeposit]);
}
