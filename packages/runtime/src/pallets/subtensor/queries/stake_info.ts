/** Who has staked how much, where (`pallets/subtensor/src/rpc_info/stake_info.rs`). */
import {
  type AccountId,
  accountId,
  bool,
  btreeMap,
  type Context,
  compact,
  option,
  runtimeApi,
  struct,
  tuple,
  u64,
  u64f64,
  type ValueOf,
  vec,
} from "@myelin/frame";
import { approxFeeAmount } from "../../swap/impls.ts";
import { stakeAvailability } from "../staking/lock.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { getAllSubnetNetuids, ifSubnetExist } from "../subnets/subnet.ts";
import { AlphaBalance, LockState, NetUid, ROOT_NETUID, TaoBalance } from "../types.ts";

const StakeInfo = struct(
  "pallet_subtensor::rpc_info::stake_info::StakeInfo",
  {
    hotkey: accountId,
    coldkey: accountId,
    netuid: compact(NetUid),
    stake: compact(AlphaBalance),
    locked: compact(u64),
    emission: compact(AlphaBalance),
    tao_emission: compact(TaoBalance),
    drain: compact(u64),
    is_registered: bool,
  },
  { params: [{ name: "AccountId", type: accountId }] },
);
type StakeInfo = ValueOf<typeof StakeInfo>;

const StakeAvailability = struct("pallet_subtensor::rpc_info::stake_info::StakeAvailability", {
  total: compact(AlphaBalance),
  locked: compact(AlphaBalance),
  available: compact(AlphaBalance),
});
type StakeAvailability = ValueOf<typeof StakeAvailability>;

/** A position; `emission` is what the last epoch gave all stakers of the hotkey, the other amounts are history. */
function stakeInfo(ctx: Context, hotkey: AccountId, coldkey: AccountId, netuid: number): StakeInfo {
  return {
    hotkey,
    coldkey,
    netuid,
    stake: getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid),
    locked: 0n,
    emission: S.AlphaDividendsPerSubnet.get(ctx, netuid, hotkey),
    tao_emission: 0n,
    drain: 0n,
    is_registered: S.Uids.contains(ctx, netuid, hotkey),
  };
}

/** All positions of a coldkey that hold stake, by subnet, then in the order it first staked on the hotkeys. */
function stakeInfoForColdkey(ctx: Context, coldkey: AccountId): StakeInfo[] {
  const hotkeys = S.StakingHotkeys.get(ctx, coldkey);
  return getAllSubnetNetuids(ctx)
    .flatMap((netuid) => hotkeys.map((hotkey) => stakeInfo(ctx, hotkey, coldkey, netuid)))
    .filter(({ stake }) => stake !== 0n);
}

/** Subnets a query of availability looks at; undefined where it asks for none or for more than there are. */
function queriedNetuids(ctx: Context, requested: readonly number[] | undefined): number[] | undefined {
  const existing = getAllSubnetNetuids(ctx);
  if (requested === undefined) return existing;
  const distinct = [...new Set(requested)];
  if (distinct.length === 0 || distinct.length > existing.length) return undefined;
  return distinct.filter((netuid) => ifSubnetExist(ctx, netuid));
}

function availability(ctx: Context, coldkey: AccountId, netuids: readonly number[]): [number, StakeAvailability][] {
  return [...netuids]
    .sort((a, b) => a - b)
    .map((netuid): [number, StakeAvailability] => [netuid, stakeAvailability(ctx, coldkey, netuid)])
    .filter(([, { total, locked }]) => total !== 0n || locked !== 0n);
}

const Position = option(tuple(accountId, NetUid));

/** Stake positions, what of them may be moved, and the fee of moving them. */
export const StakeInfoRuntimeApi = runtimeApi("StakeInfoRuntimeApi", 1, {
  get_stake_info_for_coldkey: {
    args: { coldkey_account: accountId },
    result: vec(StakeInfo),
    run: (ctx, { coldkey_account }) => stakeInfoForColdkey(ctx, coldkey_account),
  },
  get_stake_info_for_coldkeys: {
    args: { coldkey_accounts: vec(accountId) },
    result: vec(tuple(accountId, vec(StakeInfo))),
    run: (ctx, { coldkey_accounts }) =>
      coldkey_accounts.map((coldkey): [AccountId, StakeInfo[]] => [coldkey, stakeInfoForColdkey(ctx, coldkey)]),
  },
  get_stake_info_for_hotkey_coldkey_netuid: {
    args: { hotkey_account: accountId, coldkey_account: accountId, netuid: NetUid },
    result: option(StakeInfo),
    run: (ctx, { hotkey_account, coldkey_account, netuid }) => stakeInfo(ctx, hotkey_account, coldkey_account, netuid),
  },
  get_stake_availability_for_coldkeys: {
    args: { coldkey_accounts: vec(accountId), netuids: option(vec(NetUid)) },
    result: btreeMap(accountId, btreeMap(NetUid, StakeAvailability)),
    run: (ctx, { coldkey_accounts, netuids }) => {
      const queried = queriedNetuids(ctx, netuids) ?? [];
      return [...new Set(coldkey_accounts)]
        .sort()
        .map((coldkey): [AccountId, [number, StakeAvailability][]] => [coldkey, availability(ctx, coldkey, queried)]);
    },
  },
  // Locks are made by calls that this runtime does not offer: there is none, and with it no conviction.
  get_coldkey_lock: {
    args: { coldkey: accountId, netuid: NetUid },
    result: option(LockState),
    run: () => undefined,
  },
  get_hotkey_conviction: { args: { hotkey: accountId, netuid: NetUid }, result: u64f64, run: () => 0n },
  get_most_convicted_hotkey_on_subnet: {
    args: { netuid: NetUid },
    result: option(accountId),
    run: () => undefined,
  },
  get_stake_fee: {
    args: {
      origin: Position,
      origin_coldkey_account: accountId,
      destination: Position,
      destination_coldkey_account: accountId,
      amount: u64,
    },
    result: u64,
    run: (ctx, { origin, destination, amount }) => {
      if (origin?.[0] === destination?.[0] && origin?.[1] === destination?.[1]) return 0n;
      return approxFeeAmount(ctx, (destination ?? origin)?.[1] ?? ROOT_NETUID, amount);
    },
  },
});
