import { concat, fromHex } from "@myelin/primitives";
import { type Codec, option, struct, u8, u16, u64, vec } from "@myelin/primitives/scale";
import type { Chain } from "../../chain/chain.ts";
import { callAt } from "../blocks.ts";
import { executionFailure, RpcError, rpcErrors } from "../errors.ts";
import type { Handler, Methods, RpcServices } from "../handler.ts";
import { checkInteger, type Params } from "../params.ts";

/** Reads one JSON parameter and writes it as SCALE. */
type Argument = (params: Params, index: number) => Uint8Array;
/** Turns the SCALE of a result into JSON. */
type Result = (bytes: Uint8Array) => unknown;

const U16_MAX = 0xffff;
const ACCOUNT_BYTES = 32;

const netuid: Argument = (params, index) => u16.encode(params.integer(index, "netuid", U16_MAX));
const uid: Argument = (params, index) => u16.encode(params.integer(index, "uid", U16_MAX));
const mecid: Argument = (params, index) => u8.encode(params.integer(index, "mecid", 0xff));
const amount: Argument = (params, index) => u64.encode(BigInt(params.integer(index, "amount")));
const account: Argument = (params, index) => fromHex(params.account(index, "account"));
const indexes: Argument = (params, index) =>
  vec(u16).encode(params.list(index, "indexes").map((value) => checkInteger(value, "indexes", U16_MAX)));
/** An account as a list of its bytes. */
const accountBytes: Argument = (params, index) => {
  const bytes = params.list(index, "account").map((value) => checkInteger(value, "account", 0xff));
  if (bytes.length !== ACCOUNT_BYTES) throw rpcErrors.invalidParams(`account: expected ${ACCOUNT_BYTES} bytes`);
  return Uint8Array.from(bytes);
};

/** SCALE as a list of numbers: what `Vec<u8>` is in the chain's own JSON. */
const scale: Result = (bytes) => [...bytes];
const decoded =
  <T>(codec: Codec<T>): Result =>
  (bytes) =>
    plainNumbers(codec.decode(bytes));

const SubnetPrice = struct({ netuid: u16, price: u64 });

/** method → runtime API, parameters, result. Source: `pallets/subtensor/rpc/src/lib.rs`, `pallets/swap/rpc/src/lib.rs`. */
const CUSTOM: Readonly<Record<string, readonly [api: string, args: readonly Argument[], result: Result]>> = {
  delegateInfo_getDelegates: ["DelegateInfoRuntimeApi_get_delegates", [], scale],
  delegateInfo_getDelegate: ["DelegateInfoRuntimeApi_get_delegate", [accountBytes], scale],
  delegateInfo_getDelegated: ["DelegateInfoRuntimeApi_get_delegated", [accountBytes], scale],
  neuronInfo_getNeuronsLite: ["NeuronInfoRuntimeApi_get_neurons_lite", [netuid], scale],
  neuronInfo_getNeuronLite: ["NeuronInfoRuntimeApi_get_neuron_lite", [netuid, uid], scale],
  neuronInfo_getNeurons: ["NeuronInfoRuntimeApi_get_neurons", [netuid], scale],
  neuronInfo_getNeuron: ["NeuronInfoRuntimeApi_get_neuron", [netuid, uid], scale],
  subnetInfo_getSubnetInfo: ["SubnetInfoRuntimeApi_get_subnet_info", [netuid], scale],
  subnetInfo_getSubnetsInfo: ["SubnetInfoRuntimeApi_get_subnets_info", [], scale],
  subnetInfo_getSubnetInfo_v2: ["SubnetInfoRuntimeApi_get_subnet_info_v2", [netuid], scale],
  subnetInfo_getSubnetsInfo_v2: ["SubnetInfoRuntimeApi_get_subnets_info_v2", [], scale],
  subnetInfo_getSubnetHyperparams: ["SubnetInfoRuntimeApi_get_subnet_hyperparams", [netuid], scale],
  subnetInfo_getSubnetHyperparamsV2: ["SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", [netuid], scale],
  subnetInfo_getAllDynamicInfo: ["SubnetInfoRuntimeApi_get_all_dynamic_info", [], scale],
  subnetInfo_getDynamicInfo: ["SubnetInfoRuntimeApi_get_dynamic_info", [netuid], scale],
  subnetInfo_getAllMetagraphs: ["SubnetInfoRuntimeApi_get_all_metagraphs", [], scale],
  subnetInfo_getMetagraph: ["SubnetInfoRuntimeApi_get_metagraph", [netuid], scale],
  subnetInfo_getAllMechagraphs: ["SubnetInfoRuntimeApi_get_all_mechagraphs", [], scale],
  subnetInfo_getMechagraph: ["SubnetInfoRuntimeApi_get_mechagraph", [netuid, mecid], scale],
  subnetInfo_getSubnetState: ["SubnetInfoRuntimeApi_get_subnet_state", [netuid], scale],
  subnetInfo_getLockCost: ["SubnetRegistrationRuntimeApi_get_network_registration_cost", [], decoded(u64)],
  subnetInfo_getSelectiveMetagraph: ["SubnetInfoRuntimeApi_get_selective_metagraph", [netuid, indexes], scale],
  subnetInfo_getColdkeyAutoStakeHotkey: [
    "SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey",
    [account, netuid],
    scale,
  ],
  subnetInfo_getSelectiveMechagraph: ["SubnetInfoRuntimeApi_get_selective_mechagraph", [netuid, mecid, indexes], scale],
  subnetInfo_getSubnetToPrune: ["SubnetInfoRuntimeApi_get_subnet_to_prune", [], decoded(option(u16))],
  subnetInfo_getSubnetAccountId: ["SubnetInfoRuntimeApi_get_subnet_account_id", [netuid], scale],
  stakeInfo_getColdkeyLock: ["StakeInfoRuntimeApi_get_coldkey_lock", [account, netuid], scale],
  swap_currentAlphaPrice: ["SwapRuntimeApi_current_alpha_price", [netuid], decoded(u64)],
  swap_currentAlphaPriceAll: ["SwapRuntimeApi_current_alpha_price_all", [], decoded(vec(SubnetPrice))],
  swap_simSwapTaoForAlpha: ["SwapRuntimeApi_sim_swap_tao_for_alpha", [netuid, amount], scale],
  swap_simSwapAlphaForTao: ["SwapRuntimeApi_sim_swap_alpha_for_tao", [netuid, amount], scale],
};

/** Bittensor's own methods: thin wrappers around runtime APIs, as far as this runtime has them. */
export function customMethods({ chain }: RpcServices): Methods {
  const served = Object.entries(CUSTOM).filter(([, [api]]) => chain.runtime.hasApi(api));
  return Object.fromEntries(served.map(([name, [api, args, result]]) => [name, custom(chain, api, args, result)]));
}

function custom(chain: Chain, api: string, args: readonly Argument[], result: Result): Handler {
  return (params) => {
    const input = concat(...args.map((argument, index) => argument(params, index)));
    const at = params.optionalHash(args.length);
    try {
      return result(callAt(chain, api, input, at));
    } catch (error) {
      const reason = executionFailure(error) ?? (error instanceof RpcError ? error.message : undefined);
      if (reason === undefined) throw error;
      throw new RpcError(1, "Runtime error", reason);
    }
  };
}

/** JSON has no big integers; amounts of rao below 2^53 are exact. */
function plainNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainNumbers(inner)]));
}
