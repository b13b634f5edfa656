import { accountId, boundedVec, fixedBytes, struct, u32, u64, type ValueOf } from "@myelin/frame";
import { MAX_SIGNATORIES } from "./constants.ts";

/** BLAKE2b-256 of an encoded call. */
export const CallHash = fixedBytes(32);

const blockNumber = { name: "BlockNumber", type: u32 };

/** The extrinsic with the first approval: its block and its place in it. */
export const Timepoint = struct("pallet_multisig::Timepoint", { height: u32, index: u32 }, { params: [blockNumber] });

/** An operation that waits for approvals; the accounts that gave theirs, ordered. Deposit in rao. */
export const Multisig = struct(
  "pallet_multisig::Multisig",
  { when: Timepoint, deposit: u64, depositor: accountId, approvals: boundedVec(accountId, MAX_SIGNATORIES) },
  {
    params: [
      blockNumber,
      { name: "Balance", type: u64 },
      { name: "AccountId", type: accountId },
      { name: "MaxApprovals" },
    ],
  },
);
export type Operation = ValueOf<typeof Multisig>;
