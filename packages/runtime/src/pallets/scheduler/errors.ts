import { errors } from "@myelin/frame";

/** `substrate/frame/scheduler/src/lib.rs`, errors. */
export const Err = errors("Scheduler", {
  FailedToSchedule: [0, "A task of this name is scheduled already."],
  NotFound: [1, "There is no such task."],
  TargetBlockNumberInPast: [2, "The block has passed."],
  RescheduleNoChange: [3, "The task is scheduled for that block already."],
  Named: [4, "The task has a name."],
});
