import { accountId, bytes, doubleMap, hashers as h, map, nMap, option, u64, u64f64, value, vec } from "@myelin/frame";
import { AlphaBalance, NetUid, SAFE_FLOAT_ZERO, SafeFloat } from "../types.ts";

/** Stake ledger. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const stakeStorage = {
  TotalHotkeyAlpha: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha staked on a hotkey by everybody.",
  }),
  TotalHotkeyAlphaLastEpoch: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha staked on a hotkey after the last epoch.",
  }),
  TotalHotkeyShares: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, u64f64, {
    default: 0n,
    docs: "Legacy share total of a hotkey's pool.",
  }),
  Alpha: nMap(
    [
      [h.blake2_128Concat, accountId],
      [h.blake2_128Concat, accountId],
      [h.identity, NetUid],
    ],
    u64f64,
    { default: 0n, docs: "Legacy share of a coldkey in a hotkey's pool." },
  ),
  TotalHotkeySharesV2: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, SafeFloat, {
    default: SAFE_FLOAT_ZERO,
    docs: "Share total of a hotkey's pool.",
  }),
  AlphaV2: nMap(
    [
      [h.blake2_128Concat, accountId],
      [h.blake2_128Concat, accountId],
      [h.identity, NetUid],
    ],
    SafeFloat,
    { default: SAFE_FLOAT_ZERO, docs: "Share of a coldkey in a hotkey's pool." },
  ),
  StakingHotkeys: map(h.blake2_128Concat, accountId, vec(accountId), {
    default: [],
    docs: "Hotkeys a coldkey has staked on.",
  }),
  LastColdkeyHotkeyStakeBlock: doubleMap(h.twox64Concat, accountId, h.twox64Concat, accountId, u64, {
    optional: true,
    docs: "Block at which a coldkey last added stake to a hotkey.",
  }),
  AutoStakeDestination: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, accountId, {
    optional: true,
    docs: "Hotkey on which a coldkey's incentive of a subnet is staked.",
  }),
  AutoStakeDestinationColdkeys: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, vec(accountId), {
    default: [],
    docs: "Coldkeys whose incentive is staked on a hotkey.",
  }),
  AlphaMapLastKey: value(option(bytes), { default: undefined, docs: "Where the next scan of `Alpha` resumes." }),
  AlphaV2MapLastKey: value(option(bytes), { default: undefined, docs: "Where the next scan of `AlphaV2` resumes." }),
};
