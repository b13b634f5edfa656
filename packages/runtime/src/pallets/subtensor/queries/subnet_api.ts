/** Runtime APIs about subnets (`pallets/subtensor/runtime-api/src/lib.rs`). */
import { accountId, type Context, option, runtimeApi, u16, u64, vec } from "@myelin/frame";
import { getNextEpochStartBlock } from "../coinbase/epoch_schedule.ts";
import { getNetworkToPrune } from "../coinbase/root.ts";
import { S } from "../storage.ts";
import { getNetworkLockCost } from "../subnets/lock_cost.ts";
import { getMechanismStorageIndex } from "../subnets/mechanism.ts";
import { getAllSubnetNetuids, getSubnetAccountId, ifSubnetExist } from "../subnets/subnet.ts";
import { MechId, NetUid, TaoBalance } from "../types.ts";
import {
  DynamicInfo,
  getSelectiveMechagraph,
  getSelectiveMetagraph,
  Metagraph,
  SelectiveMetagraph,
  SubnetState,
} from "./metagraph.ts";
import {
  getSubnetHyperparamsV3,
  HyperparamEntry,
  SubnetHyperparams,
  SubnetHyperparamsV2,
  SubnetInfo,
  SubnetInfoV2,
} from "./subnet_info.ts";
import { SubnetView } from "./view.ts";

const ofSubnet = { netuid: NetUid };

/** What `read` tells of a subnet; undefined where it does not exist. */
function about<T>(ctx: Context, netuid: number, read: (view: SubnetView) => T): T | undefined {
  return ifSubnetExist(ctx, netuid) ? read(new SubnetView(ctx, netuid)) : undefined;
}

/** What `read` tells of every subnet, in storage order. */
function aboutAll<T>(ctx: Context, read: (view: SubnetView) => T): (T | undefined)[] {
  return getAllSubnetNetuids(ctx).map((netuid) => about(ctx, netuid, read));
}

/** What `read` tells of every subnet, by ascending netuid. */
function aboutAllInOrder<T>(ctx: Context, read: (view: SubnetView) => T): (T | undefined)[] {
  const netuids = getAllSubnetNetuids(ctx).filter((netuid) => ifSubnetExist(ctx, netuid));
  return netuids.sort((a, b) => a - b).map((netuid) => about(ctx, netuid, read));
}

function mechagraph(ctx: Context, netuid: number, mechanism: number) {
  const exists = ifSubnetExist(ctx, netuid) && mechanism < S.MechanismCountCurrent.get(ctx, netuid);
  if (!exists) return undefined;
  return Metagraph.read(new SubnetView(ctx, netuid, getMechanismStorageIndex(netuid, mechanism)));
}

function allMechagraphs(ctx: Context) {
  return getAllSubnetNetuids(ctx).flatMap((netuid) =>
    Array.from({ length: S.MechanismCountCurrent.get(ctx, netuid) }, (_, mechanism) =>
      mechagraph(ctx, netuid, mechanism),
    ),
  );
}

export const SubnetInfoRuntimeApi = runtimeApi("SubnetInfoRuntimeApi", 2, {
  get_subnet_info: {
    args: ofSubnet,
    result: option(SubnetInfo.type),
    run: (ctx, { netuid }) => about(ctx, netuid, SubnetInfo.read),
  },
  get_subnets_info: {
    args: {},
    result: vec(option(SubnetInfo.type)),
    run: (ctx) => aboutAllInOrder(ctx, SubnetInfo.read),
  },
  get_subnet_info_v2: {
    args: ofSubnet,
    result: option(SubnetInfoV2.type),
    run: (ctx, { netuid }) => about(ctx, netuid, SubnetInfoV2.read),
  },
  get_subnets_info_v2: {
    args: {},
    result: vec(option(SubnetInfoV2.type)),
    run: (ctx) => aboutAllInOrder(ctx, SubnetInfoV2.read),
  },
  get_subnet_hyperparams: {
    args: ofSubnet,
    result: option(SubnetHyperparams.type),
    run: (ctx, { netuid }) => about(ctx, netuid, SubnetHyperparams.read),
  },
  get_subnet_hyperparams_v2: {
    args: ofSubnet,
    result: option(SubnetHyperparamsV2.type),
    run: (ctx, { netuid }) => about(ctx, netuid, SubnetHyperparamsV2.read),
  },
  get_subnet_hyperparams_v3: {
    args: ofSubnet,
    result: option(vec(HyperparamEntry)),
    run: (ctx, { netuid }) => about(ctx, netuid, getSubnetHyperparamsV3),
  },
  get_all_dynamic_info: {
    args: {},
    result: vec(option(DynamicInfo.type)),
    run: (ctx) => aboutAll(ctx, DynamicInfo.read),
  },
  get_all_metagraphs: {
    args: {},
    result: vec(option(Metagraph.type)),
    run: (ctx) => aboutAll(ctx, Metagraph.read),
  },
  get_metagraph: {
    args: ofSubnet,
    result: option(Metagraph.type),
    run: (ctx, { netuid }) => about(ctx, netuid, Metagraph.read),
  },
  get_all_mechagraphs: { args: {}, result: vec(option(Metagraph.type)), run: (ctx) => allMechagraphs(ctx) },
  get_mechagraph: {
    args: { netuid: NetUid, mecid: MechId },
    result: option(Metagraph.type),
    run: (ctx, { netuid, mecid }) => mechagraph(ctx, netuid, mecid),
  },
  get_dynamic_info: {
    args: ofSubnet,
    result: option(DynamicInfo.type),
    run: (ctx, { netuid }) => about(ctx, netuid, DynamicInfo.read),
  },
  get_subnet_state: {
    args: ofSubnet,
    result: option(SubnetState.type),
    run: (ctx, { netuid }) => about(ctx, netuid, SubnetState.read),
  },
  get_selective_metagraph: {
    args: { netuid: NetUid, metagraph_indexes: vec(u16) },
    result: option(SelectiveMetagraph),
    run: (ctx, { netuid, metagraph_indexes }) =>
      ifSubnetExist(ctx, netuid) ? getSelectiveMetagraph(ctx, netuid, metagraph_indexes) : undefined,
  },
  get_coldkey_auto_stake_hotkey: {
    args: { coldkey: accountId, netuid: NetUid },
    result: option(accountId),
    run: (ctx, { coldkey, netuid }) => S.AutoStakeDestination.get(ctx, coldkey, netuid),
  },
  get_selective_mechagraph: {
    args: { netuid: NetUid, subid: MechId, metagraph_indexes: vec(u16) },
    result: option(SelectiveMetagraph),
    run: (ctx, { netuid, subid, metagraph_indexes }) =>
      ifSubnetExist(ctx, netuid) ? getSelectiveMechagraph(ctx, netuid, subid, metagraph_indexes) : undefined,
  },
  get_subnet_to_prune: { args: {}, result: option(NetUid), run: (ctx) => getNetworkToPrune(ctx) },
  get_subnet_account_id: {
    args: ofSubnet,
    result: option(accountId),
    run: (ctx, { netuid }) => getSubnetAccountId(ctx, netuid),
  },
  get_next_epoch_start_block: {
    args: ofSubnet,
    result: option(u64),
    run: (ctx, { netuid }) => getNextEpochStartBlock(ctx, netuid),
  },
});

export const SubnetRegistrationRuntimeApi = runtimeApi("SubnetRegistrationRuntimeApi", 1, {
  get_network_registration_cost: {
    args: {},
    result: TaoBalance,
    run: (ctx) => getNetworkLockCost(ctx),
  },
});
