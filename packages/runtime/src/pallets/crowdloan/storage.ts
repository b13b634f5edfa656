import { accountId, bool, boundedBytes, doubleMap, hashers as h, map, storage, u32, u64, value } from "@myelin/frame";
import { CrowdloanInfo } from "./types.ts";

/** `pallets/crowdloan/src/lib.rs`, storage. */
export const S = storage("Crowdloan", {
  Crowdloans: map(h.twox64Concat, u32, CrowdloanInfo, { optional: true, docs: "Crowdloans by their number." }),
  NextCrowdloanId: value(u32, { default: 0, docs: "Number of the next crowdloan." }),
  Contributions: doubleMap(h.twox64Concat, u32, h.identity, accountId, u64, {
    optional: true,
    docs: "What each account has given to a crowdloan, in rao.",
  }),
  MaxContributions: map(h.twox64Concat, u32, u64, {
    optional: true,
    docs: "Most that one account may give to a crowdloan in all, in rao.",
  }),
  CurrentCrowdloanId: value(u32, {
    optional: true,
    docs: "The crowdloan that is being finalized, for the call it dispatches.",
  }),
  HasMigrationRun: map(h.identity, boundedBytes(128), bool, {
    default: false,
    docs: "Migrations that have run: a new chain needs none.",
  }),
});
