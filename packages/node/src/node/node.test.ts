import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context, Runtime } from "@myelin/frame";
import { createMyelinRuntime, defaultConfig, developmentConfig, slotOf } from "@myelin/runtime";
import { S as Subtensor } from "@myelin/runtime/pallets/subtensor/storage";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import { S as Timestamp } from "@myelin/runtime/pallets/timestamp/storage";
import { afterEach, describe, expect, it } from "vitest";
import { developmentSpec, specFromJson, specHash, specToJson } from "../chain/chain-spec.ts";
import { openDatabase } from "../chain/database.ts";
import { replay } from "../chain/replay.ts";
import { StateDb } from "../state/index.ts";
import { temporaryFolder } from "../state/testing.ts";
import { alice, bob, charlie, signedBy, transferTo } from "../testing/signing.ts";
import { Node, type NodeOptions } from "./node.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const { dir, dispose } = temporaryFolder();
  cleanups.push(dispose);
  return dir;
}

async function start(options: Partial<NodeOptions> & { dir: string }): Promise<Node> {
  const node = await Node.start({ sealing: "manual", rpc: false, log: "silent", ...options });
  cleanups.push(() => node.stop());
  return node;
}

function balance(runtime: Runtime, node: Node, who: typeof bob.accountId): bigint {
  const { number, parentHash } = node.chain.head();
  return runtime.query(node.chain.readerAt(), { number, parentHash }, (ctx) => System.Account.get(ctx, who).data.free);
}

describe("a data folder", () => {
  it("goes on where it was", async () => {
    const dir = newFolder();
    const first = await start({ dir });
    await first.chain.submit(signedBy(first.chain, alice, transferTo(bob.accountId, 5n), { nonce: 0 }));
    await first.time.step(70);
    const head = first.chain.head();
    const free = balance(first.chain.runtime, first, bob.accountId);
    await first.stop();

    const second = await start({ dir });
    expect(second.chain.head()).toEqual(head);
    expect(balance(second.chain.runtime, second, bob.accountId)).toBe(free);
    expect(await second.time.step()).toBe(71);
    expect(second.chain.head().parentHash).toBe(head.hash);
  });

  it("of another network is refused, and stays as it was", async () => {
    const dir = newFolder();
    const spec = developmentSpec({ config: { ...developmentConfig, initialTempo: 33 } });
    await (await start({ dir, spec })).stop();
    const kept = readFileSync(join(dir, "chain-spec.json"), "utf8");
    await expect(start({ dir, spec: developmentSpec() })).rejects.toMatchObject({ code: "NODE_OTHER_NETWORK" });
    expect(readFileSync(join(dir, "chain-spec.json"), "utf8")).toBe(kept);
    const again = await start({ dir });
    expect(again.chain.spec.config.initialTempo).toBe(33);
  });

  it("that another node uses is refused", async () => {
    const dir = newFolder();
    await start({ dir });
    await expect(start({ dir })).rejects.toMatchObject({ code: "NODE_DIR_IN_USE" });
  });

  it("is free again when the port was taken", async () => {
    const first = await start({ dir: newFolder(), rpc: { port: 0 } });
    const dir = newFolder();
    await expect(start({ dir, rpc: { port: first.rpc!.port } })).rejects.toMatchObject({ code: "RPC_PORT_TAKEN" });
    expect((await start({ dir })).chain.head().number).toBe(0);
  });

  it("with a damaged specification says which file it is", async () => {
    const dir = newFolder();
    await (await start({ dir })).stop();
    writeFileSync(join(dir, "chain-spec.json"), "{");
    await expect(start({ dir })).rejects.toThrow(`${join(dir, "chain-spec.json")} is no usable chain specification`);
  });

  it("that is a file cannot be written to", async () => {
    const file = join(newFolder(), "file");
    writeFileSync(file, "");
    await expect(start({ dir: file })).rejects.toMatchObject({ code: "NODE_DIR_NOT_WRITABLE" });
  });
});

it("keeps a specification as text", () => {
  const spec = developmentSpec({ name: "Another" });
  expect(specFromJson(specToJson(spec))).toEqual(spec);
  expect(specHash(spec)).not.toBe(specHash(developmentSpec()));
  expect(() => specFromJson("[]")).toThrow("one JSON object");
  expect(() => specFromJson("{}")).toThrow('lacks "name"');
});

describe("blocks", () => {
  it("are told of once they are committed", async () => {
    const node = await start({ dir: newFolder() });
    const heard: number[] = [];
    const stop = node.chain.onBlock(({ number, hash, body, changes, events }) => {
      expect(node.chain.header(hash)?.number).toBe(number);
      expect(node.chain.body(hash)).toEqual(body);
      expect(node.chain.events(hash)).toEqual(events);
      for (const [key, value] of changes) expect(node.chain.readerAt(hash).get(key)).toEqual(value);
      heard.push(number);
    });
    await node.time.step(3);
    stop();
    await node.time.step();
    expect(heard).toEqual([1, 2, 3]);
    expect(node.chain.header(9)).toBeUndefined();
    expect(() => node.chain.readerAt(9)).toThrow("There is no block 9");
  });

  it("take a slot each, however quickly they are made", async () => {
    let now = 1_760_000_000_500;
    const node = await start({ dir: newFolder(), clock: () => now });
    const { runtime } = node.chain;
    const time = () => runtime.query(node.chain.readerAt(), node.chain.head(), (ctx) => Timestamp.Now.get(ctx));
    const slots: (bigint | undefined)[] = [];
    const times: bigint[] = [];
    node.chain.onBlock(({ header }) => {
      slots.push(slotOf(header.digest.logs));
      times.push(time());
    });
    await node.time.step(3);
    now += 60_000;
    await node.time.step(2);
    expect(times).toEqual([500n, 1_000n, 2_000n, 60_500n, 61_000n].map((ms) => 1_760_000_000_000n + ms));
    expect(slots).toEqual(times.map((ms) => ms / 1_000n));
  });

  it("come by themselves where the network is no development network", async () => {
    const spec = developmentSpec({ config: defaultConfig, chainType: "Live" });
    const dir = newFolder();
    const refused = { code: "ENGINE_NOT_DEVELOPMENT" };
    await expect(start({ dir, spec, sealing: "instant" })).rejects.toMatchObject(refused);
    await expect(start({ dir, spec, sealing: "interval", blockTime: 100 })).rejects.toMatchObject(refused);
    const node = await start({ dir, spec, sealing: "interval" });
    expect(node.time.status()).toMatchObject({ sealing: "interval", blockTime: 12_000 });
    await expect(node.time.step()).rejects.toMatchObject(refused);
  });

  it("lead to a subnet's next epoch", async () => {
    const node = await start({ dir: newFolder() });
    const { runtime } = node.chain;
    const at = (item: (ctx: Context) => number | bigint) =>
      Number(runtime.query(node.chain.readerAt(), node.chain.head(), item));
    const tempo = at((ctx) => Subtensor.Tempo.get(ctx, 1));
    const first = await node.time.jumpToEpoch(1);
    expect(at((ctx) => Subtensor.LastEpochBlock.get(ctx, 1))).toBe(first);
    expect(await node.time.jumpToEpoch(1)).toBe(first + tempo);
    await expect(node.time.jumpToEpoch(77)).rejects.toMatchObject({ code: "ENGINE_NO_EPOCH" });
  });

  it("share their length and weight among what waits; the rest follows", async () => {
    const node = await start({ dir: newFolder(), sealing: "manual" });
    const { chain } = node;
    for (let nonce = 0; nonce < 4; nonce++) {
      const call = { type: "System", value: { type: "remark", value: { remark: new Uint8Array(3_000_000) } } };
      await chain.submit(signedBy(chain, alice, call, { nonce }));
    }
    await node.time.step();
    expect(chain.body(1)).toHaveLength(4);
    await node.time.step();
    expect(chain.body(2)).toHaveLength(4);
    expect(chain.pool.status.ready).toBe(0);
  });
});

describe("replay", () => {
  it("gives the same roots", async () => {
    const dir = newFolder();
    const node = await start({ dir });
    let nonce = 0;
    for (let block = 0; block < 25; block++) {
      await node.chain.submit(signedBy(node.chain, alice, transferTo(bob.accountId, 7n), { nonce: nonce++ }));
      await node.chain.submit(
        signedBy(node.chain, charlie, transferTo(`0x${"ab".repeat(32)}`, 900n), { nonce: block }),
      );
      await node.time.step();
    }
    const { spec, runtime } = node.chain;
    const head = node.chain.head();
    await node.stop();
    const source = await openDatabase(join(dir, "chain"), spec, runtime);
    cleanups.push(() => source.close());
    const replayed = await replay(source, { spec, runtime }, newFolder());
    expect(replayed).toEqual({ blocks: 25, head: head.hash, stateRoot: head.header.state_root });
  });

  it("names the first block that comes out differently", async () => {
    const dir = newFolder();
    const node = await start({ dir });
    await node.chain.submit(signedBy(node.chain, alice, transferTo(bob.accountId, 7n), { nonce: 0 }));
    await node.time.step(3);
    const { spec, runtime } = node.chain;
    await node.stop();
    const source = await StateDb.open(join(dir, "chain"));
    cleanups.push(() => source.close());
    const forged = new Proxy(source, {
      get(target, property) {
        if (property !== "block") return Reflect.get(target, property) as unknown;
        return (number: number) => {
          const block = target.block(number)!;
          return number === 1 ? { ...block, body: block.body.slice(0, 1) } : block;
        };
      },
    });
    await expect(replay(forged, { spec, runtime }, newFolder())).rejects.toThrow("Block 1 is refused: its state_root");
    const other = createMyelinRuntime({ ...developmentConfig, initialTempo: 33 });
    await expect(replay(source, { spec, runtime: other }, newFolder())).rejects.toMatchObject({
      code: "CHAIN_OTHER_GENESIS",
    });
  });
});
