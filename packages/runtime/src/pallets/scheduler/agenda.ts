/** Tasks and their places (`substrate/frame/scheduler/src/lib.rs`). Only root schedules, so that all tasks are equals. */
import { type CallValue, type Context, dispatchError, ensure, type ValueOf } from "@myelin/frame";
import { bound, drop, request } from "./bounded_call.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { MAX_SCHEDULED_PER_BLOCK, S } from "./storage.ts";
import type { Address, Period, Task } from "./types.ts";

/** What is to be done, when, and how often. */
export interface Order {
  readonly name?: Uint8Array;
  /** A block, or blocks after the next one. */
  readonly at: { readonly block: number } | { readonly after: number };
  readonly periodic: ValueOf<typeof Period> | undefined;
  readonly priority: number;
  readonly call: CallValue;
}

/** @throws TargetBlockNumberInPast */
function resolveTime(ctx: Context, at: Order["at"]): number {
  const now = ctx.block.number;
  const when = "block" in at ? at.block : Math.min(now + at.after + 1, 0xffff_ffff);
  ensure(when > now, Err.TargetBlockNumberInPast);
  return when;
}

/** @throws FailedToSchedule, TargetBlockNumberInPast, Exhausted, Preimage.TooBig */
export function schedule(ctx: Context, { name, at, periodic, priority, call }: Order): void {
  const bounded = bound(ctx, call);
  ensure(name === undefined || !S.Lookup.contains(ctx, name), Err.FailedToSchedule);
  const when = resolveTime(ctx, at);
  const repeats = periodic !== undefined && periodic[1] > 1 && periodic[0] !== 0;
  const task: Task = {
    maybe_id: name,
    priority,
    call: bounded,
    maybe_periodic: repeats ? [periodic[0], periodic[1] - 1] : undefined,
    origin: { type: "system", value: { type: "Root" } },
  };
  ensure(placeTask(ctx, when, task) !== undefined, dispatchError.exhausted);
  request(ctx, bounded);
}

/** Puts a task into an agenda, or into a hole of a full one. Returns its place; undefined where there is none. */
export function placeTask(ctx: Context, when: number, task: Task): Address | undefined {
  const agenda = S.Agenda.get(ctx, when);
  const isFull = agenda.length >= MAX_SCHEDULED_PER_BLOCK;
  const index = isFull ? agenda.indexOf(undefined) : agenda.length;
  if (index === -1) return undefined;
  S.Agenda.set(ctx, when, isFull ? agenda.with(index, task) : [...agenda, task]);
  const address: Address = [when, index];
  if (task.maybe_id) S.Lookup.set(ctx, task.maybe_id, address);
  ctx.depositEvent(E.Scheduled({ when, index }));
  return address;
}

/** @throws NotFound */
export function ensureTask(ctx: Context, [when, index]: Address): Task {
  const task = S.Agenda.get(ctx, when)[index];
  ensure(task !== undefined, Err.NotFound);
  return task;
}

/** @throws NotFound */
export function addressOf(ctx: Context, name: Uint8Array): Address {
  const address = S.Lookup.get(ctx, name);
  ensure(address !== undefined, Err.NotFound);
  return address;
}

/** @throws NotFound */
export function cancelTask(ctx: Context, [when, index]: Address): void {
  const task = ensureTask(ctx, [when, index]);
  const agenda = S.Agenda.get(ctx, when).with(index, undefined);
  drop(ctx, task.call);
  if (task.maybe_id) S.Lookup.remove(ctx, task.maybe_id);
  S.Retries.remove(ctx, [when, index]);
  const last = agenda.findLastIndex((entry) => entry !== undefined);
  if (last === -1) S.Agenda.remove(ctx, when);
  else S.Agenda.set(ctx, when, agenda.slice(0, last + 1));
  ctx.depositEvent(E.Canceled({ when, index }));
}
