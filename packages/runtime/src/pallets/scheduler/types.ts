import {
  accountId,
  boundedBytes,
  enumeration,
  fixedBytes,
  h256,
  marker,
  option,
  outer,
  struct,
  tuple,
  u8,
  u32,
  type ValueOf,
} from "@myelin/frame";

/** Longest call that a task holds itself; longer ones are preimages. */
export const MAX_INLINE = 128;

export const TaskName = fixedBytes(32);
/** Block and place in its agenda. */
export const TaskAddress = tuple(u32, u32);
export type Address = [when: number, index: number];
/** Blocks between two runs, and how many remain. */
export const Period = tuple(u32, u32);

export const BoundedCall = enumeration(
  "frame_support::traits::preimages::Bounded",
  {
    Legacy: [0, { hash: h256 }],
    Inline: [1, boundedBytes(MAX_INLINE)],
    Lookup: [2, { hash: h256, len: u32 }],
  },
  {
    params: [
      { name: "T", type: outer.call },
      { name: "H", type: marker("sp_runtime::traits::BlakeTwo256") },
    ],
  },
);
export type BoundedCall = ValueOf<typeof BoundedCall>;

export const Scheduled = struct(
  "pallet_scheduler::Scheduled",
  {
    maybe_id: option(TaskName),
    priority: u8,
    call: BoundedCall,
    maybe_periodic: option(Period),
    origin: outer.originCaller,
  },
  {
    params: [
      { name: "Name", type: TaskName },
      { name: "Call", type: BoundedCall },
      { name: "BlockNumber", type: u32 },
      { name: "PalletsOrigin", type: outer.originCaller },
      { name: "AccountId", type: accountId },
    ],
  },
);
export type Task = ValueOf<typeof Scheduled>;

/** How often a failed task runs again, and after how many blocks. */
export const RetryConfig = struct(
  "pallet_scheduler::RetryConfig",
  { total_retries: u8, remaining: u8, period: u32 },
  { params: [{ name: "Period", type: u32 }] },
);
export type Retry = ValueOf<typeof RetryConfig>;
