import { accountId, enumeration, newtype, option, tuple, u32, u64, type ValueOf } from "@myelin/frame";

const holdParameters = ["A", "F", "R", "D", "Fp"].map((name) => ({ name }));

/** Rao on hold for a preimage. */
const Ticket = newtype("frame_support::traits::tokens::fungible::HoldConsideration", u64, { params: holdParameters });

/** The format of older releases; nothing is ever stored in it on this chain. */
export const OldRequestStatus = enumeration(
  "pallet_preimage::OldRequestStatus",
  {
    Unrequested: [0, { deposit: tuple(accountId, u64), len: u32 }],
    Requested: [1, { deposit: option(tuple(accountId, u64)), count: u32, len: option(u32) }],
  },
  {
    params: [
      { name: "AccountId", type: accountId },
      { name: "Balance", type: u64 },
    ],
  },
);

/** Whether the chain asked for a preimage, how often, who put it there, and its length in bytes. */
export const RequestStatus = enumeration(
  "pallet_preimage::RequestStatus",
  {
    Unrequested: [0, { ticket: tuple(accountId, Ticket), len: u32 }],
    Requested: [1, { maybe_ticket: option(tuple(accountId, Ticket)), count: u32, maybe_len: option(u32) }],
  },
  {
    params: [
      { name: "AccountId", type: accountId },
      { name: "Ticket", type: Ticket },
    ],
  },
);
export type Status = ValueOf<typeof RequestStatus>;
