import { accountId, doubleMap, hashers as h, map, u64f64, value } from "@myelin/frame";
import { AlphaBalance, LeaseId, NetUid, SubnetLease } from "../types.ts";

/** Leased subnets. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const leasingStorage = {
  SubnetLeases: map(h.twox64Concat, LeaseId, SubnetLease, { optional: true, docs: "Terms of a lease." }),
  SubnetLeaseShares: doubleMap(h.twox64Concat, LeaseId, h.identity, accountId, u64f64, {
    default: 0n,
    docs: "Share of a contributor in a lease.",
  }),
  SubnetUidToLeaseId: map(h.twox64Concat, NetUid, LeaseId, { optional: true, docs: "Lease of a subnet." }),
  NextSubnetLeaseId: value(LeaseId, { default: 0, docs: "Id of the next lease." }),
  AccumulatedLeaseDividends: map(h.twox64Concat, LeaseId, AlphaBalance, {
    default: 0n,
    docs: "Alpha of a lease that waits for its distribution.",
  }),
};
