import { accountId, DispatchResult, events, u64 } from "@myelin/frame";
import { CallHash, Timepoint } from "./types.ts";

/** `substrate/frame/multisig/src/lib.rs`, events. */
export const E = events("Multisig", {
  NewMultisig: [0, { approving: accountId, multisig: accountId, call_hash: CallHash }],
  MultisigApproval: [1, { approving: accountId, timepoint: Timepoint, multisig: accountId, call_hash: CallHash }],
  MultisigExecuted: [
    2,
    { approving: accountId, timepoint: Timepoint, multisig: accountId, call_hash: CallHash, result: DispatchResult },
  ],
  MultisigCancelled: [3, { cancelling: accountId, timepoint: Timepoint, multisig: accountId, call_hash: CallHash }],
  DepositPoked: [4, { who: accountId, call_hash: CallHash, old_deposit: u64, new_deposit: u64 }],
});
