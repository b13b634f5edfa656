import { call, ensureRoot, option, outer, u8, u32 } from "@myelin/frame";
import { addressOf, cancelTask, ensureTask, schedule as scheduleTask } from "./agenda.ts";
import { E } from "./events.ts";
import { MAX_SCHEDULED_PER_BLOCK, S } from "./storage.ts";
import { Period, TaskAddress, TaskName } from "./types.ts";
import { W } from "./weights.ts";

const what = { maybe_periodic: option(Period), priority: u8, call: outer.call };

export const schedule = call({
  index: 0,
  args: { when: u32, ...what },
  weight: W.schedule(MAX_SCHEDULED_PER_BLOCK),
  docs: "Run a call at the beginning of a block, once or periodically (root).",
  run(ctx, origin, { when, maybe_periodic: periodic, priority, call: inner }) {
    ensureRoot(origin);
    scheduleTask(ctx, { at: { block: when }, periodic, priority, call: inner });
  },
});

export const cancel = call({
  index: 1,
  args: { when: u32, index: u32 },
  weight: W.cancel(MAX_SCHEDULED_PER_BLOCK),
  docs: "Cancel a task by its place (root).",
  run(ctx, origin, { when, index }) {
    ensureRoot(origin);
    cancelTask(ctx, [when, index]);
  },
});

export const schedule_named = call({
  index: 2,
  args: { id: TaskName, when: u32, ...what },
  weight: W.scheduleNamed(MAX_SCHEDULED_PER_BLOCK),
  docs: "Schedule a call under a name (root).",
  run(ctx, origin, { id, when, maybe_periodic: periodic, priority, call: inner }) {
    ensureRoot(origin);
    scheduleTask(ctx, { name: id, at: { block: when }, periodic, priority, call: inner });
  },
});

export const cancel_named = call({
  index: 3,
  args: { id: TaskName },
  weight: W.cancelNamed(MAX_SCHEDULED_PER_BLOCK),
  docs: "Cancel a task by its name (root).",
  run(ctx, origin, { id }) {
    ensureRoot(origin);
    cancelTask(ctx, addressOf(ctx, id));
  },
});

export const schedule_after = call({
  index: 4,
  args: { after: u32, ...what },
  weight: W.schedule(MAX_SCHEDULED_PER_BLOCK),
  docs: "Schedule a call some blocks after the next one (root).",
  run(ctx, origin, { after, maybe_periodic: periodic, priority, call: inner }) {
    ensureRoot(origin);
    scheduleTask(ctx, { at: { after }, periodic, priority, call: inner });
  },
});

export const schedule_named_after = call({
  index: 5,
  args: { id: TaskName, after: u32, ...what },
  weight: W.scheduleNamed(MAX_SCHEDULED_PER_BLOCK),
  docs: "Schedule a call under a name, some blocks after the next one (root).",
  run(ctx, origin, { id, after, maybe_periodic: periodic, priority, call: inner }) {
    ensureRoot(origin);
    scheduleTask(ctx, { name: id, at: { after }, periodic, priority, call: inner });
  },
});

export const set_retry = call({
  index: 6,
  args: { task: TaskAddress, retries: u8, period: u32 },
  weight: W.setRetry,
  docs: "Let a task run again when it fails (root).",
  run(ctx, origin, { task, retries, period }) {
    ensureRoot(origin);
    ensureTask(ctx, task);
    S.Retries.set(ctx, task, { total_retries: retries, remaining: retries, period });
    ctx.depositEvent(E.RetrySet({ task, id: undefined, period, retries }));
  },
});

export const set_retry_named = call({
  index: 7,
  args: { id: TaskName, retries: u8, period: u32 },
  weight: W.setRetryNamed,
  docs: "Let a named task run again when it fails (root).",
  run(ctx, origin, { id, retries, period }) {
    ensureRoot(origin);
    const task = addressOf(ctx, id);
    ensureTask(ctx, task);
    S.Retries.set(ctx, task, { total_retries: retries, remaining: retries, period });
    ctx.depositEvent(E.RetrySet({ task, id, period, retries }));
  },
});

export const cancel_retry = call({
  index: 8,
  args: { task: TaskAddress },
  weight: W.cancelRetry,
  docs: "Let a task run no more when it fails (root).",
  run(ctx, origin, { task }) {
    ensureRoot(origin);
    ensureTask(ctx, task);
    S.Retries.remove(ctx, task);
    ctx.depositEvent(E.RetryCancelled({ task, id: undefined }));
  },
});

export const cancel_retry_named = call({
  index: 9,
  args: { id: TaskName },
  weight: W.cancelRetryNamed,
  docs: "Let a named task run no more when it fails (root).",
  run(ctx, origin, { id }) {
    ensureRoot(origin);
    const task = addressOf(ctx, id);
    ensureTask(ctx, task);
    S.Retries.remove(ctx, task);
    ctx.depositEvent(E.RetryCancelled({ task, id }));
  },
});
