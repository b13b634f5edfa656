/** Bytes kept by their hash (`substrate/frame/preimage/src/lib.rs`). */
import { type AccountId, type Context, ensure, type Hash } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { satAddU32 } from "../../arithmetic.ts";
import { type HoldReason, hold, release } from "../balances/holds.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { MAX_SIZE, S } from "./storage.ts";
import type { Status } from "./types.ts";

const REASON: HoldReason = { type: "Preimage", value: "Preimage" };
/** Rao for two items of 64 bytes, and for each byte (`runtime/src/lib.rs`). */
const BASE_DEPOSIT = 104_000_000n;
const BYTE_DEPOSIT = 1_000_000n;

type Ticket = [owner: AccountId, rao: bigint];

function takeDeposit(ctx: Context, who: AccountId, length: number): Ticket {
  const rao = BASE_DEPOSIT + BYTE_DEPOSIT * BigInt(length);
  hold(ctx, who, REASON, rao);
  return [who, rao];
}

const requested = (maybe_ticket: Ticket | undefined, count: number, maybe_len: number | undefined): Status => ({
  type: "Requested",
  value: { maybe_ticket, count, maybe_len },
});

/**
 * Stores bytes: for `depositor` under a deposit, unless the chain asked for them; for the chain without one.
 *
 * @throws TooBig, AlreadyNoted, and the errors of a hold
 */
export function noteBytes(
  ctx: Context,
  bytes: Uint8Array,
  depositor: AccountId | undefined,
): { hash: Hash; wasRequested: boolean } {
  ensure(bytes.length <= MAX_SIZE, Err.TooBig);
  const hash: Hash = toHex(blake2b256(bytes));
  const status = notedStatus(ctx, S.RequestStatusFor.get(ctx, hash), depositor, bytes.length);
  S.RequestStatusFor.set(ctx, hash, status);
  S.PreimageFor.set(ctx, [hash, bytes.length], bytes);
  ctx.depositEvent(E.Noted({ hash }));
  return { hash, wasRequested: status.type === "Requested" };
}

function notedStatus(
  ctx: Context,
  before: Status | undefined,
  depositor: AccountId | undefined,
  length: number,
): Status {
  if (before?.type === "Requested") return { type: "Requested", value: { ...before.value, maybe_len: length } };
  if (before === undefined) {
    if (depositor === undefined) return requested(undefined, 1, length);
    return { type: "Unrequested", value: { ticket: takeDeposit(ctx, depositor, length), len: length } };
  }
  ensure(depositor === undefined, Err.AlreadyNoted);
  return requested(before.value.ticket, 1, before.value.len);
}

/** Asks for a preimage once more; it stays as long as somebody asks for it. */
export function requestPreimage(ctx: Context, hash: Hash): void {
  const before = S.RequestStatusFor.get(ctx, hash);
  const next =
    before?.type === "Requested"
      ? requested(before.value.maybe_ticket, satAddU32(before.value.count, 1), before.value.maybe_len)
      : requested(before?.value.ticket, 1, before?.value.len);
  S.RequestStatusFor.set(ctx, hash, next);
  if (next.type === "Requested" && next.value.count === 1) ctx.depositEvent(E.Requested({ hash }));
}

/** Takes one request back; with the last one, bytes without an owner go. @throws NotRequested */
export function unrequestPreimage(ctx: Context, hash: Hash): void {
  const status = S.RequestStatusFor.get(ctx, hash);
  if (status?.type !== "Requested") throw Err.NotRequested();
  const { count, maybe_len, maybe_ticket } = status.value;
  if (count > 1) {
    S.RequestStatusFor.set(ctx, hash, requested(maybe_ticket, count - 1, maybe_len));
  } else if (maybe_len === undefined) {
    S.RequestStatusFor.remove(ctx, hash);
  } else if (maybe_ticket === undefined) {
    clear(ctx, hash, maybe_len);
  } else {
    S.RequestStatusFor.set(ctx, hash, { type: "Unrequested", value: { ticket: maybe_ticket, len: maybe_len } });
  }
}

/**
 * Takes a preimage of `owner` off the chain (of anybody where undefined) and frees the deposit; what the chain asked for
 * stays.
 *
 * @throws NotNoted, NotAuthorized
 */
export function unnotePreimage(ctx: Context, hash: Hash, owner: AccountId | undefined): void {
  const status = S.RequestStatusFor.get(ctx, hash);
  ensure(status !== undefined, Err.NotNoted);
  const ticket = status.type === "Requested" ? status.value.maybe_ticket : status.value.ticket;
  ensure(owner === undefined || ticket?.[0] === owner, Err.NotAuthorized);
  if (ticket === undefined) {
    unrequestPreimage(ctx, hash);
    return;
  }
  release(ctx, ticket[0], REASON, ticket[1]);
  if (status.type === "Unrequested") clear(ctx, hash, status.value.len);
  else S.RequestStatusFor.set(ctx, hash, requested(undefined, status.value.count, status.value.maybe_len));
}

function clear(ctx: Context, hash: Hash, length: number): void {
  S.RequestStatusFor.remove(ctx, hash);
  S.PreimageFor.remove(ctx, [hash, length]);
  ctx.depositEvent(E.Cleared({ hash }));
}

/** The bytes behind a hash; undefined where they are not on the chain. */
export function fetchPreimage(ctx: Context, hash: Hash, length?: number): Uint8Array | undefined {
  const status = S.RequestStatusFor.get(ctx, hash);
  const known = status?.type === "Requested" ? status.value.maybe_len : status?.value.len;
  const len = length ?? known;
  return len === undefined ? undefined : S.PreimageFor.get(ctx, [hash, len]);
}
