import { accountId, events, option, u32, u64 } from "@myelin/frame";

const crowdloan_id = u32;

/** `pallets/crowdloan/src/lib.rs`, events. */
export const E = events("Crowdloan", {
  Created: [0, { crowdloan_id, creator: accountId, end: u32, cap: u64 }],
  Contributed: [1, { crowdloan_id, contributor: accountId, amount: u64 }],
  Withdrew: [2, { crowdloan_id, contributor: accountId, amount: u64 }],
  PartiallyRefunded: [3, { crowdloan_id }],
  AllRefunded: [4, { crowdloan_id }],
  Finalized: [5, { crowdloan_id }],
  Dissolved: [6, { crowdloan_id }],
  MinContributionUpdated: [7, { crowdloan_id, new_min_contribution: u64 }],
  EndUpdated: [8, { crowdloan_id, new_end: u32 }],
  CapUpdated: [9, { crowdloan_id, new_cap: u64 }],
  MaxContributionUpdated: [10, { crowdloan_id, new_max_contribution: option(u64) }],
});
