import { accountId, bool, DispatchError, DispatchEventInfo, events, h256 } from "@myelin/frame";

/** `substrate/frame/system/src/lib.rs`, Event. */
export const E = events("System", {
  ExtrinsicSuccess: [0, { dispatch_info: DispatchEventInfo }],
  ExtrinsicFailed: [1, { dispatch_error: DispatchError, dispatch_info: DispatchEventInfo }],
  CodeUpdated: [2],
  NewAccount: [3, { account: accountId }],
  KilledAccount: [4, { account: accountId }],
  Remarked: [5, { sender: accountId, hash: h256 }],
  UpgradeAuthorized: [6, { code_hash: h256, check_version: bool }],
  RejectedInvalidAuthorizedUpgrade: [7, { code_hash: h256, error: DispatchError }],
});
