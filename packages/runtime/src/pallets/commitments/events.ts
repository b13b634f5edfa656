import { accountId, errors, events, u16, u64 } from "@myelin/frame";

/** `pallets/commitments/src/lib.rs`, Event and Error. */
export const E = events("Commitments", {
  Commitment: [0, { netuid: u16, who: accountId }],
  TimelockCommitment: [1, { netuid: u16, who: accountId, reveal_round: u64 }],
  CommitmentRevealed: [2, { netuid: u16, who: accountId }],
});

export const Err = errors("Commitments", {
  TooManyFieldsInCommitmentInfo: [0, "More fields than a commitment may have."],
  AccountNotAllowedCommit: [1, "Only hotkeys registered on the subnet may commit."],
  SpaceLimitExceeded: [2, "The bytes allowed in this epoch are used up."],
  UnexpectedUnreserveLeftover: [3, "A deposit could not be given back."],
});
