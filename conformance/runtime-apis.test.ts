/** The runtime's answers, read as a client reads them that knows the types from the chain's own metadata. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ChainMetadata } from "@myelin/client";
import { type AccountId, signed } from "@myelin/frame";
import { concat } from "@myelin/primitives/bytes";
import { fromHex } from "@myelin/primitives/hex";
import { u8, u16, vec } from "@myelin/primitives/scale";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { account, TestChain } from "@myelin/runtime/testing/harness";
import { beforeAll, describe, expect, it } from "vitest";

const alice = account("Alice");
const owner = account("owner");
const SUBNET = 2;
const NOTHING = new Uint8Array();

let theirs: ChainMetadata;
let ours: ChainMetadata;
let chain: TestChain;

beforeAll(() => {
  const file = new URL("./vectors/synthetic-425-metadata-v15.hex.gz", import.meta.url);
  const text = gunzipSync(readFileSync(file)).toString().trim();
  theirs = new ChainMetadata(fromHex(`0x${text.slice(text.indexOf("6d657461"))}`));
  chain = new TestChain();
  ours = new ChainMetadata(chain.runtime.metadata(15));
  chain.call(signed(alice), "SubtensorModule", "register_network", { hotkey: owner });
  chain.call(signed(alice), "SubtensorModule", "burned_register", { netuid: SUBNET, hotkey: account("miner") });
  const axon = { version: 1, ip: 1n, port: 8_091, ip_type: 4, protocol: 4, placeholder1: 0, placeholder2: 0 };
  chain.call(signed(owner), "SubtensorModule", "serve_axon", { netuid: SUBNET, ...axon });
  S.MinAllowedWeights.set(chain.ctx, SUBNET, 1);
  S.LastUpdate.set(chain.ctx, SUBNET, [0n, 0n]);
  const weights = { dests: [1], weights: [1], version_key: 0n };
  chain.call(signed(owner), "SubtensorModule", "set_weights", { netuid: SUBNET, ...weights });
  S.ValidatorPermit.set(chain.ctx, SUBNET, [true, false]);
  S.TotalHotkeyAlpha.set(chain.ctx, owner, SUBNET, 7n);
  S.StakeThreshold.set(chain.ctx, 1n);
  S.SubnetIdentitiesV3.set(chain.ctx, SUBNET, identity);
  chain.nextBlock();
});

const identity = {
  subnet_name: new TextEncoder().encode("letters"),
  github_repo: NOTHING,
  subnet_contact: NOTHING,
  subnet_url: NOTHING,
  discord: NOTHING,
  description: NOTHING,
  logo_url: NOTHING,
  additional: NOTHING,
};

function ask(api: string, method: string, input: Uint8Array): Uint8Array {
  const block = { number: chain.number - 1, parentHash: chain.ctx.block.parentHash };
  return chain.runtime.callApi(chain.state, `${api}_${method}`, input, block);
}

/** The answer as the metadata's types read it; they must account for every byte. */
function read<T>(api: string, method: string, input: Uint8Array = NOTHING): T {
  const answer = ask(api, method, input);
  const { output } = theirs.apiMethod(api, method);
  const value = output.decode(answer);
  expect(output.encode(value), method).toEqual(answer);
  return value as T;
}

/** What a later release, whose types the stand-in has, added to the end of a metagraph. */
const LATER = { collateral_locked: [], collateral_min: [], collateral_earned: [] };

/** As {@link read} for metagraphs: the answer must be what a later one begins with. */
function readMetagraph<T>(method: string, input: Uint8Array = NOTHING): T {
  const api = "SubnetInfoRuntimeApi";
  const answer = ask(api, method, input);
  const value = ours.apiMethod(api, method).output.decode(answer) as T;
  if (value === undefined || Array.isArray(value)) return value;
  const later = theirs.apiMethod(api, method).output.encode({ ...LATER, ...value });
  expect(later.subarray(0, answer.length), method).toEqual(answer);
  return value;
}

const subnet = (netuid: number) => u16.encode(netuid);
type Facts = Record<string, unknown>;

describe("SubnetInfoRuntimeApi", () => {
  const ask2 = <T>(method: string, input?: Uint8Array) => read<T>("SubnetInfoRuntimeApi", method, input);

  it("tells of a subnet, and of none that is not there", () => {
    for (const method of ["get_subnet_info", "get_subnet_info_v2"]) {
      const info = ask2<Facts>(method, subnet(SUBNET));
      expect(info).toMatchObject({ netuid: SUBNET, subnetwork_n: 2, max_allowed_uids: 256, owner: alice });
      expect(ask2(method, subnet(9))).toBeUndefined();
    }
    expect(ask2<Facts[]>("get_subnets_info").map((info) => info["netuid"])).toEqual([0, 1, 2]);
    expect(ask2<Facts[]>("get_subnets_info_v2").map((info) => info["netuid"])).toEqual([0, 1, 2]);
  });

  it("tells the hyperparameters in all three versions", () => {
    for (const method of ["get_subnet_hyperparams", "get_subnet_hyperparams_v2"]) {
      expect(ask2(method, subnet(SUBNET))).toMatchObject({ kappa: 32_767, max_validators: 64, immunity_period: 5_000 });
    }
    const third = ask2<{ name: Uint8Array; value: unknown }[]>("get_subnet_hyperparams_v3", subnet(SUBNET));
    expect(third).toHaveLength(33);
    const byName = new Map(third.map(({ name, value }) => [new TextDecoder().decode(name), value]));
    expect(byName.get("kappa")).toEqual({ type: "U16", value: 32_767 });
    expect(byName.get("yuma_version")).toEqual({ type: "U16", value: 3 });
    expect(byName.get("burn_increase_mult")).toMatchObject({ type: "U64F64" });
    expect([...byName.keys()].at(-1)).toBe("min_childkey_take");
  });

  it("tells of pools and prices", () => {
    const info = ask2<Facts>("get_dynamic_info", subnet(SUBNET));
    expect(info).toMatchObject({ netuid: SUBNET, owner_hotkey: owner, owner_coldkey: alice, tempo: 20 });
    expect(String.fromCharCode(...(info["subnet_name"] as number[]))).toBe("letters");
    expect(ask2<Facts[]>("get_all_dynamic_info")).toHaveLength(3);
  });

  it("tells the whole metagraph, of the subnet and of a mechanism", () => {
    const graph = readMetagraph<Facts>("get_metagraph", subnet(SUBNET));
    expect(graph).toMatchObject({ netuid: SUBNET, num_uids: 2, hotkeys: [owner, account("miner")] });
    expect(graph["alpha_stake"]).toEqual([7n, 0n]);
    expect((graph["axons"] as Facts[])[0]).toMatchObject({ port: 8_091 });
    expect(readMetagraph<Facts[]>("get_all_metagraphs")).toHaveLength(3);
    expect(readMetagraph<Facts[]>("get_all_mechagraphs")).toHaveLength(3);
    const mechanism = (mecid: number) => concat(subnet(SUBNET), u8.encode(mecid));
    expect(readMetagraph("get_mechagraph", mechanism(0))).toEqual(graph);
    expect(readMetagraph("get_mechagraph", mechanism(1))).toBeUndefined();
    expect(ask2("get_subnet_state", subnet(SUBNET))).toMatchObject({
      hotkeys: graph["hotkeys"],
      alpha_stake: [7n, 0n],
    });
  });

  it("tells the parts of the metagraph that are asked for", () => {
    const asking = (...indexes: number[]) => concat(subnet(SUBNET), vec(u16).encode(indexes));
    const graph = readMetagraph<Facts>("get_metagraph", subnet(SUBNET));
    const all = readMetagraph<Facts>("get_selective_metagraph", asking(...Array.from({ length: 74 }, (_, i) => i)));
    const { validators, commitments, ...rest } = all;
    expect(rest).toEqual(graph);
    expect(validators).toEqual([0]);
    expect(commitments).toEqual([]);
    const some = readMetagraph<Facts>("get_selective_metagraph", asking(8, 52));
    const told = Object.entries(some).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(told)).toEqual({ netuid: 0, tempo: graph["tempo"], hotkeys: graph["hotkeys"] });
    const ofMechanism = concat(subnet(SUBNET), u8.encode(0), vec(u16).encode([59, 62]));
    expect(readMetagraph("get_selective_mechagraph", ofMechanism)).toMatchObject({
      netuid: SUBNET,
      last_update: graph["last_update"],
      incentives: graph["incentives"],
    });
  });

  it("answers the short questions", () => {
    expect(ask2("get_subnet_to_prune")).toBeUndefined();
    expect(ask2<AccountId>("get_subnet_account_id", subnet(SUBNET))).toMatch(/^0x6d6f646c7375627465.*02000000/);
    expect(ask2("get_next_epoch_start_block", subnet(SUBNET))).toBe(20n);
    expect(ask2("get_coldkey_auto_stake_hotkey", concat(fromHex(alice), subnet(SUBNET)))).toBeUndefined();
  });
});

describe("NeuronInfoRuntimeApi", () => {
  const ask2 = <T>(method: string, input: Uint8Array) => read<T>("NeuronInfoRuntimeApi", method, input);

  it("tells of neurons, with and without their edges", () => {
    const neurons = ask2<Facts[]>("get_neurons", subnet(SUBNET));
    expect(neurons).toHaveLength(2);
    expect(neurons[0]).toMatchObject({
      uid: 0,
      hotkey: owner,
      coldkey: alice,
      validator_permit: true,
      stake: [[alice, 7n]],
    });
    expect(neurons[0]!["weights"]).toEqual([[1, 65_535]]);
    const lite = ask2<Facts[]>("get_neurons_lite", subnet(SUBNET));
    const { weights, bonds, ...first } = neurons[0]!;
    expect(lite[0]).toEqual(first);
    expect(ask2("get_neuron", concat(subnet(SUBNET), u16.encode(0)))).toEqual(neurons[0]);
    expect(ask2("get_neuron_lite", concat(subnet(SUBNET), u16.encode(1)))).toEqual(lite[1]);
    expect(ask2("get_neuron", concat(subnet(SUBNET), u16.encode(2)))).toBeUndefined();
    expect(ask2("get_neurons", subnet(9))).toEqual([]);
  });
});

describe("SubnetRegistrationRuntimeApi", () => {
  it("tells what the next subnet costs", () => {
    expect(read("SubnetRegistrationRuntimeApi", "get_network_registration_cost")).toBe(2_000_000_000_000n);
  });
});
