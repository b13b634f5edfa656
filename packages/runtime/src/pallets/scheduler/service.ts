/** Tasks run when their block begins (`substrate/frame/scheduler/src/lib.rs`). */
import { type CallValue, type Context, DispatchFailure, ROOT, type WeightValue } from "@myelin/frame";
import { addWeights } from "../../weights.ts";
import { blockLimits } from "../system/limits.ts";
import { dispatchResult } from "../utility/inner.ts";
import { placeTask } from "./agenda.ts";
import { drop, lookupLength, peek } from "./bounded_call.ts";
import { E } from "./events.ts";
import { MAX_SCHEDULED_PER_BLOCK, S } from "./storage.ts";
import type { Address, Retry, Task } from "./types.ts";
import { taskWeight, W, WeightMeter } from "./weights.ts";

/** Four fifths of a block (`MaximumSchedulerWeight`). */
export function maximumWeight(config: Context["config"]): WeightValue {
  const { refTime, proofSize } = blockLimits(config).maxBlock;
  return { refTime: (refTime * 80n) / 100n, proofSize: (proofSize * 80n) / 100n };
}

/** Runs the tasks of this block and of blocks whose tasks had no room. Returns the weight used. */
export function serviceAgendas(ctx: Context): WeightValue {
  const meter = new WeightMeter(maximumWeight(ctx.config));
  if (!meter.tryConsume(W.agendasBase)) return meter.used;
  const now = ctx.block.number;
  let incompleteSince = now + 1;
  let when = S.IncompleteSince.get(ctx) ?? now;
  let isFirst = true;
  while (when <= now && meter.canConsume(W.agendaBase(MAX_SCHEDULED_PER_BLOCK))) {
    if (!serviceAgenda(ctx, meter, when, isFirst)) incompleteSince = Math.min(incompleteSince, when);
    isFirst = false;
    when += 1;
  }
  incompleteSince = Math.min(incompleteSince, when);
  if (incompleteSince <= now) ctx.depositEvent(E.AgendaIncomplete({ when: incompleteSince }));
  S.IncompleteSince.set(ctx, incompleteSince);
  return meter.used;
}

type Outcome = "done" | "unavailable" | "overweight";

/** Runs the tasks of one agenda by priority; false where some must wait for another block. */
function serviceAgenda(ctx: Context, meter: WeightMeter, when: number, isFirst: boolean): boolean {
  const agenda = [...S.Agenda.get(ctx, when)];
  const ordered = [...agenda.entries()]
    .flatMap(([index, task]) => (task ? [{ index, task }] : []))
    .sort((a, b) => a.task.priority - b.task.priority);
  meter.tryConsume(W.agendaBase(ordered.length));
  const outcomes: Outcome[] = [];
  for (const { index, task } of ordered) {
    const outcome = serviceTask(ctx, meter, [when, index], task, isFirst && !outcomes.includes("done"));
    outcomes.push(outcome ?? "overweight");
    if (outcome === "done") agenda[index] = undefined;
    if (outcome === undefined) break;
  }
  if (outcomes.every((outcome) => outcome === "done")) S.Agenda.remove(ctx, when);
  else S.Agenda.set(ctx, when, agenda);
  return !outcomes.includes("overweight");
}

/** Runs one task; undefined where not even looking at it is possible any more in this block. */
function serviceTask(
  ctx: Context,
  meter: WeightMeter,
  address: Address,
  task: Task,
  isFirst: boolean,
): Outcome | undefined {
  const base = taskWeight(lookupLength(task.call), task.maybe_id !== undefined, task.maybe_periodic !== undefined);
  if (!meter.canConsume(base)) return undefined;
  const where = { task: address, id: task.maybe_id };
  if (task.maybe_id) S.Lookup.remove(ctx, task.maybe_id);
  const call = peek(ctx, task.call);
  meter.tryConsume(base);
  if (call === undefined) {
    ctx.depositEvent(E.CallUnavailable(where));
    drop(ctx, task.call);
    return "unavailable";
  }
  if (!meter.canConsume(addWeights(W.dispatch, ctx.dispatchInfo(call).weight))) {
    if (!isFirst) return "overweight";
    drop(ctx, task.call);
    ctx.depositEvent(E.PermanentlyOverweight(where));
    return "unavailable";
  }
  const failure = dispatchMetered(ctx, meter, call);
  const retry = S.Retries.take(ctx, address);
  ctx.depositEvent(E.Dispatched({ ...where, result: dispatchResult(failure) }));
  if (retry && failure) scheduleRetry(ctx, meter, address, task, retry);
  if (task.maybe_periodic) scheduleNext(ctx, address, task, task.maybe_periodic, retry);
  else drop(ctx, task.call);
  return "done";
}

function dispatchMetered(ctx: Context, meter: WeightMeter, call: CallValue): DispatchFailure | undefined {
  let used = ctx.dispatchInfo(call).weight;
  let failure: DispatchFailure | undefined;
  try {
    used = ctx.dispatch(ROOT, call).actualWeight ?? used;
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error;
    failure = error;
    used = error.post.actualWeight ?? used;
  }
  meter.tryConsume(W.dispatch);
  meter.tryConsume(used);
  return failure;
}

function scheduleNext(
  ctx: Context,
  address: Address,
  task: Task,
  [period, count]: readonly [number, number],
  retry: Retry | undefined,
): void {
  const next: Task = { ...task, maybe_periodic: count > 1 ? [period, count - 1] : undefined };
  const placed = placeTask(ctx, ctx.block.number + period, next);
  if (placed === undefined) {
    drop(ctx, task.call);
    ctx.depositEvent(E.PeriodicFailed({ task: address, id: task.maybe_id }));
  } else if (retry) {
    S.Retries.set(ctx, placed, retry);
  }
}

/** A task that failed runs once more, without name and period. */
function scheduleRetry(ctx: Context, meter: WeightMeter, address: Address, task: Task, retry: Retry): void {
  const failed = E.RetryFailed({ task: address, id: task.maybe_id });
  if (!meter.tryConsume(W.scheduleRetry(MAX_SCHEDULED_PER_BLOCK))) {
    ctx.depositEvent(failed);
    return;
  }
  if (retry.remaining === 0) return;
  const again: Task = { ...task, maybe_id: undefined, maybe_periodic: undefined };
  const placed = placeTask(ctx, ctx.block.number + retry.period, again);
  if (placed === undefined) {
    drop(ctx, task.call);
    ctx.depositEvent(failed);
  } else {
    S.Retries.set(ctx, placed, { ...retry, remaining: retry.remaining - 1 });
  }
}
