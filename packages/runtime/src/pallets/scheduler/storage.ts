import { boundedVec, hashers as h, map, option, storage, u32, value } from "@myelin/frame";
import { RetryConfig, Scheduled, TaskAddress, TaskName } from "./types.ts";

/** Most tasks of one block (`runtime/src/lib.rs`). */
export const MAX_SCHEDULED_PER_BLOCK = 50;

/** `substrate/frame/scheduler/src/lib.rs`, storage. */
export const S = storage("Scheduler", {
  IncompleteSince: value(u32, { optional: true, docs: "First block whose tasks have not all run." }),
  Agenda: map(h.twox64Concat, u32, boundedVec(option(Scheduled), MAX_SCHEDULED_PER_BLOCK), {
    default: [],
    docs: "Tasks of a block.",
  }),
  Retries: map(h.blake2_128Concat, TaskAddress, RetryConfig, {
    optional: true,
    docs: "What becomes of a task that fails.",
  }),
  Lookup: map(h.twox64Concat, TaskName, TaskAddress, { optional: true, docs: "Where a named task stands." }),
});
