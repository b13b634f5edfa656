import { DispatchError, DispatchResult, events, u32 } from "@myelin/frame";

/** `pallets/utility/src/lib.rs`, Event. */
export const E = events("Utility", {
  BatchInterrupted: [0, { index: u32, error: DispatchError }],
  BatchCompleted: [1],
  BatchCompletedWithErrors: [2],
  ItemCompleted: [3],
  ItemFailed: [4, { error: DispatchError }],
  DispatchedAs: [5, { result: DispatchResult }],
  IfElseMainSuccess: [6],
  IfElseFallbackCalled: [7, { main_error: DispatchError }],
});
