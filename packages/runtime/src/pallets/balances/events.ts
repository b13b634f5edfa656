import { accountId, events, names, u64 } from "@myelin/frame";

const BalanceStatus = names("frame_support::traits::tokens::misc::BalanceStatus", "Free", "Reserved");
const whoAmount = { who: accountId, amount: u64 };

/** `substrate/frame/balances/src/lib.rs`, Event. Amounts in rao. */
export const E = events("Balances", {
  Endowed: [0, { account: accountId, free_balance: u64 }],
  DustLost: [1, { account: accountId, amount: u64 }],
  Transfer: [2, { from: accountId, to: accountId, amount: u64 }],
  BalanceSet: [3, { who: accountId, free: u64 }],
  Reserved: [4, whoAmount],
  Unreserved: [5, whoAmount],
  ReserveRepatriated: [6, { from: accountId, to: accountId, amount: u64, destination_status: BalanceStatus }],
  Deposit: [7, whoAmount],
  Withdraw: [8, whoAmount],
  Slashed: [9, whoAmount],
  Minted: [10, whoAmount],
  Burned: [11, whoAmount],
  Suspended: [12, whoAmount],
  Restored: [13, whoAmount],
  Upgraded: [14, { who: accountId }],
  Issued: [15, { amount: u64 }],
  Rescinded: [16, { amount: u64 }],
  Locked: [17, whoAmount],
  Unlocked: [18, whoAmount],
  Frozen: [19, whoAmount],
  Thawed: [20, whoAmount],
  TotalIssuanceForced: [21, { old: u64, new: u64 }],
});
