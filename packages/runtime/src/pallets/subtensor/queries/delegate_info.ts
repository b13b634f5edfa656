/** Delegates, their nominators and returns (`pallets/subtensor/src/rpc_info/delegate_info.rs`). */
import {
  type AccountId,
  accountId,
  type Context,
  compact,
  option,
  runtimeApi,
  struct,
  tuple,
  u16,
  u64,
  type ValueOf,
  vec,
} from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { U16_MAX } from "../../../arithmetic.ts";
import { alphaIterPrefix, alphaIterSinglePrefix, valueOfShare } from "../staking/alpha_share_pool.ts";
import { getOwningColdkeyForHotkey } from "../staking/helpers.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, getStakeForHotkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { AlphaBalance, NetUid, ROOT_NETUID } from "../types.ts";

const DelegateInfo = struct(
  "pallet_subtensor::rpc_info::delegate_info::DelegateInfo",
  {
    delegate_ss58: accountId,
    take: compact(u16),
    nominators: vec(tuple(accountId, vec(tuple(compact(NetUid), compact(u64))))),
    owner_ss58: accountId,
    registrations: vec(compact(NetUid)),
    validator_permits: vec(compact(NetUid)),
    return_per_1000: compact(u64),
    total_daily_return: compact(u64),
  },
  { params: [{ name: "AccountId", type: accountId }] },
);
type DelegateInfo = ValueOf<typeof DelegateInfo>;
type Delegated = [DelegateInfo, [netuid: number, stake: bigint]];

const BLOCKS_PER_DAY = U64F64.fromNum(7_200n);
const THOUSAND_TAO = U64F64.fromNum(1_000_000_000_000n);
const FULL_TAKE = U64F64.fromNum(BigInt(U16_MAX));

/** Stake of each nominator by subnet, nominators in the order of their accounts. */
function nominatorsOf(ctx: Context, delegate: AccountId): DelegateInfo["nominators"] {
  const nominators = new Map<AccountId, [number, bigint][]>();
  for (const [coldkey, netuid, share] of alphaIterSinglePrefix(ctx, delegate)) {
    const stakes = nominators.get(coldkey) ?? [];
    stakes.push([netuid, valueOfShare(ctx, delegate, netuid, share)]);
    nominators.set(coldkey, stakes);
  }
  return [...nominators];
}

/** Emission of a day if every epoch gives what the last one gave, U64F64 bits. */
function dailyEmission(ctx: Context, netuid: number, uid: number): bigint {
  const tempo = U64F64.fromNum(BigInt(S.Tempo.get(ctx, netuid)));
  const emission = U64F64.fromNum(S.Emission.get(ctx, netuid)[uid] ?? 0n);
  return U64F64.saturatingMul(emission, U64F64.safeDiv(BLOCKS_PER_DAY, tempo));
}

/** Return of 1000 TAO of root stake in a day after the take, rao. */
function returnPer1000Tao(take: number, rootStake: bigint, perDay: bigint): bigint {
  if (rootStake === 0n) return 0n;
  const kept = U64F64.saturatingSub(U64F64.ONE, U64F64.safeDiv(U64F64.fromNum(BigInt(take)), FULL_TAKE));
  const thousands = U64F64.safeDiv(U64F64.fromNum(rootStake), THOUSAND_TAO);
  return U64F64.toNum(U64F64.safeDiv(U64F64.saturatingMul(perDay, kept), thousands));
}

function delegateInfo(ctx: Context, delegate: AccountId, withNominators: boolean): DelegateInfo {
  const registrations: number[] = [];
  const permits: number[] = [];
  let perDay = 0n;
  for (const [netuid, member] of S.IsNetworkMember.entries(ctx, delegate)) {
    if (!member) continue;
    registrations.push(netuid);
    const uid = S.Uids.get(ctx, netuid, delegate);
    if (uid === undefined) continue;
    if (S.ValidatorPermit.get(ctx, netuid)[uid]) permits.push(netuid);
    perDay = U64F64.saturatingAdd(perDay, dailyEmission(ctx, netuid, uid));
  }
  const take = S.Delegates.get(ctx, delegate);
  return {
    delegate_ss58: delegate,
    take,
    nominators: withNominators ? nominatorsOf(ctx, delegate) : [],
    owner_ss58: getOwningColdkeyForHotkey(ctx, delegate),
    registrations,
    validator_permits: permits,
    return_per_1000: returnPer1000Tao(take, getStakeForHotkeyOnSubnet(ctx, delegate, ROOT_NETUID), perDay),
    total_daily_return: U64F64.toNum(perDay),
  };
}

/** Positions of a coldkey on delegates. */
function delegatedBy(ctx: Context, coldkey: AccountId): Delegated[] {
  return [...S.Delegates.keys(ctx)].flatMap((delegate) =>
    alphaIterPrefix(ctx, delegate, coldkey).map(([netuid]): Delegated => {
      const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, delegate, coldkey, netuid);
      return [delegateInfo(ctx, delegate, false), [netuid, stake]];
    }),
  );
}

/** Hotkeys that chose, or were given, a take, and who nominates them. */
export const DelegateInfoRuntimeApi = runtimeApi("DelegateInfoRuntimeApi", 1, {
  get_delegates: {
    args: {},
    result: vec(DelegateInfo),
    run: (ctx) => [...S.Delegates.keys(ctx)].map((delegate) => delegateInfo(ctx, delegate, true)),
  },
  get_delegate: {
    args: { delegate_account: accountId },
    result: option(DelegateInfo),
    run: (ctx, { delegate_account }) =>
      S.Delegates.contains(ctx, delegate_account) ? delegateInfo(ctx, delegate_account, true) : undefined,
  },
  get_delegated: {
    args: { delegatee_account: accountId },
    result: vec(tuple(DelegateInfo, tuple(compact(NetUid), compact(AlphaBalance)))),
    run: (ctx, { delegatee_account }) => delegatedBy(ctx, delegatee_account),
  },
});
