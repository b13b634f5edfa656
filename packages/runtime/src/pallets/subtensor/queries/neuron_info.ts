/** Neurons one by one (`pallets/subtensor/src/rpc_info/neuron_info.rs`). Stake in alpha rao. */
import {
  accountId,
  bool,
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
import { getStakeForHotkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { getHotkeyForNetAndUid } from "../subnets/uids.ts";
import { AxonInfo, NetUid, PrometheusInfo } from "../types.ts";
import { NO_AXON, NO_PROMETHEUS } from "./fields.ts";
import { GENERIC } from "./view.ts";

const shortNumber = compact(u16);
const edges = vec(tuple(shortNumber, shortNumber));

const fields = {
  hotkey: accountId,
  coldkey: accountId,
  uid: shortNumber,
  netuid: shortNumber,
  active: bool,
  axon_info: AxonInfo,
  prometheus_info: PrometheusInfo,
  stake: vec(tuple(accountId, compact(u64))),
  rank: shortNumber,
  emission: compact(u64),
  incentive: shortNumber,
  consensus: shortNumber,
  trust: shortNumber,
  validator_trust: shortNumber,
  dividends: shortNumber,
  last_update: compact(u64),
  validator_permit: bool,
};

const NeuronInfo = struct(
  "pallet_subtensor::rpc_info::neuron_info::NeuronInfo",
  { ...fields, weights: edges, bonds: edges, pruning_score: shortNumber },
  GENERIC,
);
const NeuronInfoLite = struct(
  "pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite",
  { ...fields, pruning_score: shortNumber },
  GENERIC,
);
type NeuronInfo = ValueOf<typeof NeuronInfo>;
type NeuronInfoLite = ValueOf<typeof NeuronInfoLite>;

/** Figures that are no longer computed. */
const RETIRED = { rank: 0, trust: 0, pruning_score: 65_535 };

/** Reads the vectors of a subnet once; the result tells of one neuron, or undefined where there is none. */
function neuronReader(ctx: Context, netuid: number): (uid: number) => NeuronInfoLite | undefined {
  const active = S.Active.get(ctx, netuid);
  const emission = S.Emission.get(ctx, netuid);
  const incentive = S.Incentive.get(ctx, netuid);
  const consensus = S.Consensus.get(ctx, netuid);
  const trust = S.ValidatorTrust.get(ctx, netuid);
  const dividends = S.Dividends.get(ctx, netuid);
  const lastUpdate = S.LastUpdate.get(ctx, netuid);
  const permit = S.ValidatorPermit.get(ctx, netuid);
  return (uid) => {
    const hotkey = getHotkeyForNetAndUid(ctx, netuid, uid);
    if (hotkey === undefined) return undefined;
    const coldkey = S.Owner.get(ctx, hotkey);
    return {
      hotkey,
      coldkey,
      uid,
      netuid,
      active: active[uid] ?? false,
      axon_info: S.Axons.get(ctx, netuid, hotkey) ?? NO_AXON,
      prometheus_info: S.Prometheus.get(ctx, netuid, hotkey) ?? NO_PROMETHEUS,
      stake: [[coldkey, getStakeForHotkeyOnSubnet(ctx, hotkey, netuid)]],
      emission: emission[uid] ?? 0n,
      incentive: incentive[uid] ?? 0,
      consensus: consensus[uid] ?? 0,
      validator_trust: trust[uid] ?? 0,
      dividends: dividends[uid] ?? 0,
      last_update: lastUpdate[uid] ?? 0n,
      validator_permit: permit[uid] ?? false,
      ...RETIRED,
    };
  };
}

/** Adds weights and bonds of the main mechanism, without zeros. */
function withEdges(ctx: Context, neuron: NeuronInfoLite): NeuronInfo {
  const { netuid, uid } = neuron;
  const positive = (row: [number, number][]) => row.filter(([, value]) => value > 0);
  return {
    ...neuron,
    weights: positive(S.Weights.get(ctx, netuid, uid)),
    bonds: positive(S.Bonds.get(ctx, netuid, uid)),
  };
}

function oneNeuron(ctx: Context, netuid: number, uid: number): NeuronInfoLite | undefined {
  return ifSubnetExist(ctx, netuid) ? neuronReader(ctx, netuid)(uid) : undefined;
}

/** Neurons by uid, up to the first gap. */
function allNeurons(ctx: Context, netuid: number): NeuronInfoLite[] {
  const found: NeuronInfoLite[] = [];
  if (!ifSubnetExist(ctx, netuid)) return found;
  const read = neuronReader(ctx, netuid);
  const n = S.SubnetworkN.get(ctx, netuid);
  for (let uid = 0; uid < n; uid++) {
    const neuron = read(uid);
    if (neuron === undefined) break;
    found.push(neuron);
  }
  return found;
}

export const NeuronInfoRuntimeApi = runtimeApi("NeuronInfoRuntimeApi", 1, {
  get_neurons: {
    args: { netuid: NetUid },
    result: vec(NeuronInfo),
    run: (ctx, { netuid }) => allNeurons(ctx, netuid).map((neuron) => withEdges(ctx, neuron)),
  },
  get_neuron: {
    args: { netuid: NetUid, uid: u16 },
    result: option(NeuronInfo),
    run(ctx, { netuid, uid }) {
      const neuron = oneNeuron(ctx, netuid, uid);
      return neuron && withEdges(ctx, neuron);
    },
  },
  get_neurons_lite: {
    args: { netuid: NetUid },
    result: vec(NeuronInfoLite),
    run: (ctx, { netuid }) => allNeurons(ctx, netuid),
  },
  get_neuron_lite: {
    args: { netuid: NetUid, uid: u16 },
    result: option(NeuronInfoLite),
    run: (ctx, { netuid, uid }) => oneNeuron(ctx, netuid, uid),
  },
});
