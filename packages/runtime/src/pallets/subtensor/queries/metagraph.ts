/** A subnet with all its neurons, whole or in parts (`pallets/subtensor/src/rpc_info/{metagraph,dynamic_info,show_subnet}.rs`). */
import {
  type AccountId,
  accountId,
  type Context,
  compact,
  option,
  struct,
  type Type,
  tuple,
  u8,
  u16,
  u64,
  vec,
} from "@myelin/frame";
import * as scale from "@myelin/primitives/scale";
import { S as Commitments } from "../../commitments/storage.ts";
import { Registration } from "../../commitments/types.ts";
import { getStakeWeightsForHotkeyOnSubnet } from "../staking/stake_weights.ts";
import { S } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/mechanism.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { clock, dividends, neurons, noEmission, parameters, place, pool } from "./fields.ts";
import { type Field, type Fields, field, GENERIC, pick, SubnetView, viewOf } from "./view.ts";

export const DynamicInfo = viewOf(
  "pallet_subtensor::rpc_info::dynamic_info::DynamicInfo",
  {
    ...pick(place, "netuid", "owner_hotkey", "owner_coldkey"),
    subnet_name: place.name,
    token_symbol: place.symbol,
    ...pick(clock, "tempo", "last_step", "blocks_since_last_step"),
    emission: noEmission,
    ...pick(pool, "alpha_in", "alpha_out", "tao_in", "alpha_out_emission", "alpha_in_emission", "tao_in_emission"),
    ...pick(pool, "pending_alpha_emission", "pending_root_emission", "subnet_volume"),
    network_registered_at: place.network_registered_at,
    subnet_identity: place.identity,
    moving_price: pool.moving_price,
  },
  GENERIC,
);

const { hotkeys, coldkeys, identities, axons, ...figures } = neurons;

export const SubnetState = viewOf(
  "pallet_subtensor::rpc_info::show_subnet::SubnetState",
  {
    netuid: place.netuid,
    hotkeys,
    coldkeys,
    ...figures,
    emission_history: field(vec(vec(compact(u64))), emissionHistory),
  },
  GENERIC,
);

/** For each subnet, what older releases recorded of each hotkey's last emission: nothing, on most chains. */
function emissionHistory({ ctx, hotkeys: members }: SubnetView): bigint[][] {
  const recorded = S.LastHotkeyEmissionOnNetuid.containsPrefix(ctx);
  const nothing = members.map(() => 0n);
  return getAllSubnetNetuids(ctx).map((netuid) =>
    recorded ? members.map((hotkey) => S.LastHotkeyEmissionOnNetuid.get(ctx, hotkey, netuid)) : nothing,
  );
}

const metagraph = {
  ...pick(place, "netuid", "name", "symbol", "identity", "network_registered_at", "owner_hotkey", "owner_coldkey"),
  ...clock,
  subnet_emission: noEmission,
  ...pool,
  ...parameters,
  hotkeys,
  coldkeys,
  identities,
  axons,
  ...figures,
  ...dividends,
} satisfies Fields;

export const Metagraph = viewOf("pallet_subtensor::rpc_info::metagraph::Metagraph", metagraph, GENERIC);

/** Uids with a permit and more stake weight than the threshold, by ascending stake weight. */
function validatorsOf({ ctx, netuid }: SubnetView): number[] {
  const permits = S.ValidatorPermit.get(ctx, netuid);
  const threshold = S.StakeThreshold.get(ctx) << 64n;
  return [...S.Keys.entries(ctx, netuid)]
    .filter(([uid]) => permits[uid])
    .map(([uid, hotkey]) => ({ uid, stake: getStakeWeightsForHotkeyOnSubnet(ctx, hotkey, netuid).total }))
    .sort((a, b) => (a.stake < b.stake ? -1 : a.stake > b.stake ? 1 : 0))
    .filter(({ stake }) => stake > threshold)
    .map(({ uid }) => uid);
}

/** Encoded commitments of the subnet's hotkeys. */
function commitmentsOf({ ctx, netuid }: SubnetView): [AccountId, number[]][] {
  return [...Commitments.CommitmentOf.entries(ctx, netuid)].map(([hotkey, registration]) => [
    hotkey,
    [...Registration.codec.encode(registration)],
  ]);
}

/** Fields that may be asked for one by one: their place in this list is their index. */
const selectable: readonly (readonly [name: string, field: Field<unknown>])[] = Object.entries({
  ...metagraph,
  validators: field(vec(compact(u16)), validatorsOf),
  commitments: field(vec(tuple(accountId, vec(compact(u8)))), commitmentsOf),
});

/** A field that was asked for. What was asked for may itself be nothing. */
interface Selected {
  readonly value: unknown;
}

function selected(inner: Type<unknown>): Type<Selected | undefined> {
  const boxed: scale.Codec<Selected> = scale.mapped(
    inner.codec,
    (value) => ({ value }),
    ({ value }) => value,
  );
  return { codec: scale.option(boxed), definition: option(inner).definition };
}

const [, ...optional] = selectable;
export const SelectiveMetagraph = struct(
  "pallet_subtensor::rpc_info::metagraph::SelectiveMetagraph",
  { netuid: compact(u16), ...Object.fromEntries(optional.map(([name, { type }]) => [name, selected(type)])) },
  GENERIC,
) as Type<SelectiveMetagraph>;

/** The fields that were asked for, by name. */
export type SelectiveMetagraph = { readonly netuid: number } & Readonly<Record<string, Selected | number | undefined>>;

function select(view: SubnetView, netuid: number, indexes: readonly number[]): SelectiveMetagraph {
  const asked = new Set(indexes);
  const values = selectable.flatMap(([name, one], index) =>
    index > 0 && asked.has(index) ? [[name, { value: one.read(view) }] as const] : [],
  );
  return { ...Object.fromEntries(values), netuid };
}

/** The netuid, too, is told only if it is asked for; it is 0 otherwise. */
export function getSelectiveMetagraph(ctx: Context, netuid: number, indexes: readonly number[]): SelectiveMetagraph {
  return select(new SubnetView(ctx, netuid), indexes.includes(0) ? netuid : ROOT_NETUID, indexes);
}

/** As {@link getSelectiveMetagraph}, with the incentives and last updates of one mechanism. */
export function getSelectiveMechagraph(
  ctx: Context,
  netuid: number,
  mechanism: number,
  indexes: readonly number[],
): SelectiveMetagraph {
  return select(new SubnetView(ctx, netuid, getMechanismStorageIndex(netuid, mechanism)), netuid, indexes);
}
