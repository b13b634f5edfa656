import { DispatchResult, events, option, u8, u32 } from "@myelin/frame";
import { TaskAddress, TaskName } from "./types.ts";

const task = { task: TaskAddress, id: option(TaskName) };

/** `substrate/frame/scheduler/src/lib.rs`, events. */
export const E = events("Scheduler", {
  Scheduled: [0, { when: u32, index: u32 }],
  Canceled: [1, { when: u32, index: u32 }],
  Dispatched: [2, { ...task, result: DispatchResult }],
  RetrySet: [3, { ...task, period: u32, retries: u8 }],
  RetryCancelled: [4, task],
  CallUnavailable: [5, task],
  PeriodicFailed: [6, task],
  RetryFailed: [7, task],
  PermanentlyOverweight: [8, task],
  AgendaIncomplete: [9, { when: u32 }],
});
