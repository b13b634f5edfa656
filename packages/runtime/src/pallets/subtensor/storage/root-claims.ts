import { accountId, btreeMap, hashers as h, i96f32, map, nMap, u64, u128, value } from "@myelin/frame";
import { NetUid, RootClaimTypeEnum } from "../types.ts";

/** Dividends of root stake. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const rootClaimsStorage = {
  RootClaimable: map(h.blake2_128Concat, accountId, btreeMap(NetUid, i96f32), {
    default: [],
    docs: "Alpha earned per rao of root stake on a hotkey, by subnet.",
  }),
  RootClaimed: nMap(
    [
      [h.identity, NetUid],
      [h.blake2_128Concat, accountId],
      [h.blake2_128Concat, accountId],
    ],
    u128,
    { default: 0n, docs: "Alpha a root staker has claimed or was never entitled to." },
  ),
  RootClaimableThreshold: map(h.blake2_128Concat, NetUid, i96f32, {
    default: (c) => c.rootClaimableThreshold,
    docs: "Smallest claim that is paid, in alpha rao.",
  }),
  RootClaimType: map(h.blake2_128Concat, accountId, RootClaimTypeEnum, {
    default: { type: "Swap" },
    docs: "Whether a coldkey's root dividends are sold for TAO or kept as alpha.",
  }),
  StakingColdkeysByIndex: map(h.identity, u64, accountId, { optional: true, docs: "Staking coldkeys by their index." }),
  StakingColdkeys: map(h.identity, accountId, u64, { optional: true, docs: "Index of a staking coldkey." }),
  NumStakingColdkeys: value(u64, { default: 0n, docs: "Number of indexed staking coldkeys." }),
  NumRootClaim: value(u64, {
    default: (c) => c.numRootClaim,
    docs: "Coldkeys whose dividends are claimed automatically in a block.",
  }),
};
