/** Epochs of a real node, computed again by `@myelin/verify` over its RPC. */
import { Client, ProofError, ProvenState, provenHeader, RpcError, type Transport } from "@myelin/client";
import { keypairFromUri } from "@myelin/primitives/keys";
import {
  AlterationError,
  describeDifference,
  NoEpochError,
  readProvenEpoch,
  type Verification,
  verifyEpoch,
} from "@myelin/verify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startVillage, type Village } from "../../testing/village.ts";

const VALIDATORS = 4;

let village: Village;
let uids: number[];
/** The last epoch that the plain subnet ran. */
let block: number;

const owner = keypairFromUri("//Alice");
const admin = (call: string, args: object) =>
  village.client.tx("AdminUtils", call, { netuid: village.netuid, ...args }).sendAndWait(owner);

async function voteAtRandom(): Promise<void> {
  for (let v = 0; v < VALIDATORS; v++) {
    await village.vote(
      v,
      uids.map((uid) => [uid, 1 + Math.floor(Math.random() * 65_534)]),
    );
  }
}

async function verified(at?: number | string): Promise<Verification> {
  return await verifyEpoch(await readProvenEpoch(village.client, village.netuid, at));
}

function expectEqual({ first, isEqual, fields, gone, epoch }: Verification): void {
  expect(first).toBeUndefined();
  expect(isEqual).toBe(true);
  expect(gone).toEqual([]);
  expect(fields.every(({ compared, different }) => compared > 0 && different === 0)).toBe(true);
  expect(fields.find(({ field }) => field === "emission")?.compared).toBe(epoch.state.hotkeys.length);
}

beforeAll(async () => {
  village = await startVillage({ validators: VALIDATORS, miners: 8 });
  uids = await Promise.all(village.miners.map(village.uidOf));
  await village.epoch();
  await voteAtRandom();
  await village.epoch();
  await voteAtRandom();
  block = await village.epoch();
  await village.test.step(3);
});
afterAll(() => village.stop());

describe("an epoch verified over RPC", () => {
  it("equals the chain in every figure, each of them proven", async () => {
    let told = 0;
    const epoch = await readProvenEpoch(village.client, village.netuid, undefined, {
      onProgress: (keys) => {
        expect(keys).toBeGreaterThan(told);
        told = keys;
      },
    });
    expect(epoch.state.block).toBe(block);
    expect(epoch.proof.keys).toBe(told);
    expect(epoch.proof.requests).toBeLessThan(20);
    const verification = await verifyEpoch(epoch);
    expectEqual(verification);
    expect(verification.fields.find(({ field }) => field === "bonds")?.compared).toBeGreaterThan(VALIDATORS);
    expect(verification.kernelMs).toBeGreaterThan(0);
  });

  it("is found by its block's number and by its hash, also the one before anybody voted", async () => {
    expectEqual(await verified(await village.client.blockHash(block)));
    const earlier = Number(
      await village.client.query.get<bigint>("SubtensorModule", "LastMechansimStepBlock", [village.netuid], {
        at: await village.client.blockHash(block - 1),
      }),
    );
    expectEqual(await verified(earlier));
  });

  it("names the first figure that differs when one weight were another", async () => {
    const epoch = await readProvenEpoch(village.client, village.netuid, block);
    const validator = await village.uidOf(village.validators[3]!);
    const miner = uids[2]!;
    const { isEqual, first, altered, fields } = await verifyEpoch(epoch, { validator, miner, value: 0 });
    const row = epoch.state.inputs[0]!.weights[validator]!;
    expect(altered?.was).toBe(row.find(([target]) => target === miner)![1]);
    expect(isEqual).toBe(false);
    expect(fields.filter(({ different }) => different > 0).map(({ field }) => field)).toContain("emission");
    expect(describeDifference(first!, 1)).toMatch(
      /^(consensus|incentive) of uid \d+: chain \d+, recomputed \d+ \(parts of 65535\)$/,
    );
    expectEqual(await verifyEpoch(epoch));
  });

  it("refuses an alteration that is none", async () => {
    const epoch = await readProvenEpoch(village.client, village.netuid, block);
    const [target, value] = epoch.state.inputs[0]!.weights.find((row) => row.length > 0)![0]!;
    const validator = epoch.state.inputs[0]!.weights.findIndex((row) => row.length > 0);
    await expect(verifyEpoch(epoch, { validator, miner: target, value })).rejects.toThrow(`is ${value} already`);
    await expect(verifyEpoch(epoch, { validator: 99, miner: 0, value: 1 })).rejects.toThrow(AlterationError);
    await expect(verifyEpoch(epoch, { validator, miner: 0, value: 1, mechanism: 3 })).rejects.toThrow("no mechanism 3");
  });

  it("says where there is no epoch", async () => {
    const { client, netuid } = village;
    await expect(readProvenEpoch(client, netuid, block - 1)).rejects.toThrow(`ran no epoch in block ${block - 1}`);
    await expect(readProvenEpoch(client, netuid, 0)).rejects.toThrow(NoEpochError);
    await expect(readProvenEpoch(client, netuid, 1_000_000)).rejects.toThrow("no block 1000000 yet");
    await expect(readProvenEpoch(client, 77)).rejects.toThrow("No epoch has run on subnet 77 yet");
    await expect(readProvenEpoch(client, netuid, `0x${"ab".repeat(32)}`)).rejects.toThrow("no header of block");
  });

  it("equals it in an epoch whose block then registers a neuron", async () => {
    const { client, netuid, test } = village;
    const next = await client.callApi<bigint | undefined>("SubnetInfoRuntimeApi", "get_next_epoch_start_block", [
      netuid,
    ]);
    await test.step(Number(next) - test.node.chain.head().number - 1);
    const late = keypairFromUri("//late");
    const { blockNumber } = await client
      .tx("SubtensorModule", "burned_register", { netuid, hotkey: late.address })
      .sendAndWait(keypairFromUri("//Bob"));
    expect(blockNumber).toBe(Number(next));
    expectEqual(await verified(blockNumber));
  });

  it("equals it with several mechanisms, liquid alpha, classic bonds, and commits that are open", async () => {
    const { client, netuid, validators } = village;
    await admin("sudo_trim_to_max_allowed_uids", { max_n: 128 });
    await admin("sudo_set_mechanism_count", { mechanism_count: 2 });
    await admin("sudo_set_liquid_alpha_enabled", { enabled: true });
    await village.epoch();
    await voteAtRandom();
    const weights = { dests: uids, weights: uids.map((_, i) => 10 * i + 1), version_key: 0n };
    await client
      .tx("SubtensorModule", "set_mechanism_weights", { netuid, mecid: 1, ...weights })
      .sendAndWait(validators[1]!);
    expectEqual(await verified(await village.epoch()));
    await admin("sudo_set_yuma3_enabled", { enabled: false });
    await admin("sudo_set_commit_reveal_weights_enabled", { enabled: true });
    await client
      .tx("SubtensorModule", "commit_weights", { netuid, commit_hash: `0x${"17".repeat(32)}` })
      .sendAndWait(validators[2]!);
    const last = await verified(await village.epoch());
    expectEqual(last);
    expect(last.epoch.state.inputs).toHaveLength(2);
    expect(last.epoch.state.inputs[0]!.commitBlocks?.filter((open) => open < 2n ** 63n)).toHaveLength(1);
  });
});

describe("a node that answers in small pieces", () => {
  it("is asked for less at a time", async () => {
    let asked = 0;
    const terse = clientOver((method, result, [keys]) => {
      if (method !== "state_getReadProof") return result;
      asked++;
      if ((keys as string[]).length <= 10) return result;
      throw new RpcError(method, -32_008, "Response is too big", undefined);
    });
    expectEqual(await verifyEpoch(await readProvenEpoch(terse, village.netuid, block)));
    expect(asked).toBeGreaterThan(20);
  });
});

describe("a node that lies", () => {
  it("about a value, is caught, and the item named", async () => {
    const lying = clientOver((method, result) => {
      if (method !== "state_getReadProof") return result;
      const { at, proof } = result as { at: string; proof: string[] };
      return {
        at,
        proof: proof.with(-1, `${proof.at(-1)!.slice(0, -2)}${proof.at(-1)!.endsWith("00") ? "01" : "00"}`),
      };
    });
    const caught: unknown = await readProvenEpoch(lying, village.netuid, block).catch((error) => error);
    expect(caught).toBeInstanceOf(ProofError);
    expect((caught as ProofError).code).toBe("PROOF_INCOMPLETE");
    expect((caught as ProofError).message).toMatch(/^SubtensorModule\.\w+(\[[^\]]*\])? at block \d+ is not proven\./);
  });

  it.each(["stateRoot", "parentHash", "extrinsicsRoot", "number"])(
    "about the header's %s, is caught",
    async (field) => {
      const other = field === "number" ? "0x3" : `0x${"ab".repeat(32)}`;
      const lying = clientOver((method, result) =>
        method === "chain_getHeader" ? { ...(result as object), [field]: other } : result,
      );
      await expect(readProvenEpoch(lying, village.netuid, block)).rejects.toMatchObject({ code: "PROOF_BAD_HEADER" });
    },
  );

  it("by leaving keys out of a list, hides nothing: the proof shows them, or that it is not whole", async () => {
    const lying = clientOver((method, result) => (method === "state_getKeysPaged" ? [] : result));
    expectEqual(await verifyEpoch(await readProvenEpoch(lying, village.netuid, block)));
    const state = new ProvenState(
      lying.transport,
      lying.metadata,
      await provenHeader(lying.transport, await village.client.blockHash(block)),
    );
    await expect(state.entries("System", "Account")).rejects.toMatchObject({
      code: "PROOF_INCOMPLETE",
      message: expect.stringMatching(/^System\.Account at block \d+ is not proven\./),
    });
  });

  it("by sending nodes of another block, or nothing, is caught", async () => {
    const { client, netuid } = village;
    const elsewhere = await client.blockHash(1);
    const { transport } = client;
    const swapped = clientOver(async (method, result, params) => {
      if (method !== "state_getReadProof") return result;
      return await transport.request(method, [params[0], elsewhere]);
    });
    await expect(readProvenEpoch(swapped, netuid, block)).rejects.toMatchObject({ code: "PROOF_INCOMPLETE" });
    const empty = clientOver((method, result) => (method === "state_getReadProof" ? { proof: 7 } : result));
    await expect(readProvenEpoch(empty, netuid, block)).rejects.toMatchObject({ code: "PROOF_UNREADABLE" });
  });
});

type Change = (method: string, result: unknown, params: readonly unknown[]) => unknown;

/** The village's client over a transport that changes what the node answers. */
function clientOver(change: Change): Client {
  const { client } = village;
  const transport: Transport = {
    url: client.transport.url,
    request: async <T>(method: string, params: readonly unknown[] = []) =>
      (await change(method, await client.transport.request(method, params), params)) as T,
    subscribe: (...args) => client.transport.subscribe(...args),
    close: async () => {},
  };
  const { specName, specVersion, transactionVersion } = client;
  return new Client(transport, client.metadata, client.genesisHash, { specName, specVersion, transactionVersion });
}
