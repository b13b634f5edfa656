import { accountId, bool, option, struct, u32, u64, type ValueOf } from "@myelin/frame";
import { BoundedCall } from "../scheduler/types.ts";

/** A crowdloan; amounts in rao, `end` in blocks. */
export const CrowdloanInfo = struct(
  "pallet_crowdloan::CrowdloanInfo",
  {
    creator: accountId,
    deposit: u64,
    min_contribution: u64,
    end: u32,
    cap: u64,
    funds_account: accountId,
    raised: u64,
    target_address: option(accountId),
    call: option(BoundedCall),
    finalized: bool,
    contributors_count: u32,
  },
  {
    params: [
      { name: "AccountId", type: accountId },
      { name: "Balance", type: u64 },
      { name: "BlockNumber", type: u32 },
      { name: "Call", type: BoundedCall },
    ],
  },
);
export type CrowdloanInfo = ValueOf<typeof CrowdloanInfo>;
