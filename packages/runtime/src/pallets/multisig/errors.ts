import { errors } from "@myelin/frame";

/** `substrate/frame/multisig/src/lib.rs`, errors. */
export const Err = errors("Multisig", {
  MinimumThreshold: [0, "The threshold must be 2 or more."],
  AlreadyApproved: [1, "The sender has approved the call already."],
  NoApprovalsNeeded: [2, "The call needs no more approvals."],
  TooFewSignatories: [3, "There are too few signatories."],
  TooManySignatories: [4, "There are too many signatories."],
  SignatoriesOutOfOrder: [5, "The signatories must be ordered."],
  SenderInSignatories: [6, "The sender must not be among the other signatories."],
  NotFound: [7, "There is no such operation."],
  NotOwner: [8, "Only who began the operation may do this."],
  NoTimepoint: [9, "The operation has begun: its timepoint must be given."],
  WrongTimepoint: [10, "The operation began at another timepoint."],
  UnexpectedTimepoint: [11, "The operation has not begun: no timepoint can be given."],
  MaxWeightTooLow: [12, "The call may weigh more than was allowed."],
  AlreadyStored: [13, "The call is stored already."],
});
