import { Header, type HeaderValue, mortalEra } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { afterEach, describe, expect, it } from "vitest";
import { developmentSpec } from "../chain/chain-spec.ts";
import { Node, type NodeOptions } from "../node/node.ts";
import { startTestNode, TestClient, type TestNode } from "../rpc/testing.ts";
import { temporaryFolder } from "../state/testing.ts";
import { alice, bob, charlie, signedBy, transferTo } from "../testing/signing.ts";
import { extrinsicsRootVersion, orderedRoot } from "../trie/index.ts";
import type { FollowEvent } from "./follower.ts";
import { FollowingNode, type FollowingOptions } from "./following-node.ts";
import { type Alter, startLyingNode } from "./testing.ts";
import { decodeTransfer, encodeTransfer } from "./transfer.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const { dir, dispose } = temporaryFolder();
  cleanups.push(dispose);
  return dir;
}

async function source(options: Partial<NodeOptions> = {}): Promise<TestNode> {
  const node = await startTestNode(options);
  cleanups.push(() => node.stop());
  return node;
}

interface Joined {
  readonly node: FollowingNode;
  readonly events: FollowEvent[];
  readonly failure: Promise<unknown>;
  /** Resolves when the head is at this height. */
  at(number: number): Promise<void>;
}

async function join(url: string, options: Partial<FollowingOptions> = {}): Promise<Joined> {
  const events: FollowEvent[] = [];
  let fail: (error: unknown) => void;
  const failure = new Promise<unknown>((resolve) => {
    fail = resolve;
  });
  const node = await FollowingNode.start({
    dir: newFolder(),
    join: url,
    rpc: false,
    log: "silent",
    onEvent: (event) => events.push(event),
    onFailure: (error) => fail(error),
    ...options,
  });
  cleanups.push(() => node.stop());
  const at = (number: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (node.chain.head().number >= number) resolve();
      };
      cleanups.push(node.chain.onBlock(look));
      look();
    });
  return { node, events, failure, at };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const transfers = async ({ node }: TestNode, count: number, nonce = 0) => {
  for (let i = nonce; i < nonce + count; i++) {
    const era = mortalEra(64, node.chain.head().number);
    await node.chain.submit(signedBy(node.chain, alice, transferTo(bob.accountId, 1_000n), { nonce: i, era }));
  }
};

describe("a node that joins", () => {
  it("executes all blocks again, follows the heads, and has the same state", async () => {
    const origin = await source();
    await origin.step(150);
    await transfers(origin, 40);
    await origin.step(3);
    const { node, at, events } = await join(origin.rpc.url);
    await at(153);
    expect(node.chain.head()).toEqual(origin.node.chain.head());
    expect(node.chain.body(151)).toEqual(origin.node.chain.body(151));
    expect(node.chain.body(151)!.length).toBe(42);
    expect(node.chain.events(151)).toEqual(origin.node.chain.events(151));
    await until(() => events.length === 2);
    expect(events).toMatchObject([
      { event: "following", head: 0, behind: 153 },
      { event: "synced", head: 153, blocks: 153 },
    ]);
    await transfers(origin, 2, 40);
    await origin.step(2);
    await at(155);
    expect(node.chain.head().hash).toBe(origin.node.chain.head().hash);
    expect(node.status).toEqual({ connected: true, startingBlock: 0, highestBlock: 155 });
  });

  it("says over RPC that it is a full node, and controls no time", async () => {
    const origin = await source();
    await origin.step(2);
    const { node, at } = await join(origin.rpc.url, { rpc: { port: 0 } });
    await at(2);
    const client = await TestClient.connect(node.rpc!.url);
    cleanups.push(() => client.close());
    expect(await client.request("system_nodeRoles")).toEqual(["Full"]);
    expect(await client.request("system_health")).toEqual({ peers: 1, isSyncing: false, shouldHavePeers: true });
    const { methods } = await client.request<{ methods: string[] }>("rpc_methods");
    expect(methods).not.toContain("myelin_step");
    expect(methods).not.toContain("engine_createBlock");
  });

  it("can be joined itself", async () => {
    const origin = await source();
    await origin.step(5);
    const first = await join(origin.rpc.url, { rpc: { port: 0 } });
    const second = await join(first.node.rpc!.url);
    await origin.step(5);
    await second.at(10);
    expect(second.node.chain.head().hash).toBe(origin.node.chain.head().hash);
  });

  it("goes on where it was", async () => {
    const origin = await source();
    await origin.step(10);
    const dir = newFolder();
    const first = await join(origin.rpc.url, { dir });
    await first.at(10);
    await first.node.stop();
    await origin.step(4);
    const second = await join(origin.rpc.url, { dir });
    expect(second.node.chain.head().number).toBe(10);
    await second.at(14);
    expect(second.events[0]).toMatchObject({ event: "following", head: 10, behind: 4 });
  });

  it("never makes blocks in its folder, nor follows in the folder of a node that does", async () => {
    const origin = await source();
    const dir = newFolder();
    await (await join(origin.rpc.url, { dir })).node.stop();
    await expect(Node.start({ dir, rpc: false })).rejects.toMatchObject({ code: "FOLLOW_OTHER_ROLE" });
    const own = newFolder();
    await (await Node.start({ dir: own, rpc: false, sealing: "manual" })).stop();
    await expect(join(origin.rpc.url, { dir: own })).rejects.toMatchObject({ code: "FOLLOW_OTHER_ROLE" });
  });
});

describe("transactions given to it", () => {
  it("are passed on, included, and watched to the end", async () => {
    const origin = await source({ sealing: "instant" });
    const { node } = await join(origin.rpc.url);
    await until(() => node.status.connected);
    const seen: string[] = [];
    const extrinsic = signedBy(node.chain, charlie, transferTo(bob.accountId, 7n), { nonce: 0 });
    await node.chain.watch(extrinsic, ({ type }) => seen.push(type));
    await until(() => seen.includes("finalized"));
    expect(seen).toEqual(["ready", "inBlock", "finalized"]);
    expect(node.chain.pool.status.ready).toBe(0);
  });

  it("are refused in the followed node's words where it refuses them", async () => {
    const origin = await source({ pool: { count: 0 } });
    const { node } = await join(origin.rpc.url);
    await until(() => node.status.connected);
    const extrinsic = signedBy(node.chain, charlie, transferTo(bob.accountId, 7n), { nonce: 0 });
    const rpc = { code: 1016, message: "Immediately Dropped" };
    await expect(node.chain.submit(extrinsic)).rejects.toMatchObject({ rpc });
    expect(node.chain.pool.status.ready).toBe(0);
  });
});

describe("when the followed node goes away", () => {
  it("serves what it has, takes transactions, tries again and goes on", async () => {
    const dir = newFolder();
    const origin = await source({ dir });
    await origin.step(3);
    const { port } = origin.rpc;
    const { node, at, events } = await join(origin.rpc.url);
    await at(3);
    await origin.node.stop();
    await until(() => events.some(({ event }) => event === "outage"));
    expect(node.status.connected).toBe(false);
    expect(node.chain.head().number).toBe(3);
    await node.chain.submit(signedBy(node.chain, charlie, transferTo(bob.accountId, 7n), { nonce: 0 }));

    const again = await source({ dir, rpc: { port } });
    await until(() => again.node.chain.pool.status.ready === 1);
    await again.step(2);
    await at(5);
    expect(node.chain.head().hash).toBe(again.node.chain.head().hash);
    expect(node.chain.body(4)!.length).toBe(3);
  });

  it("starts without it where it joined before", async () => {
    const origin = await source();
    await origin.step(3);
    const dir = newFolder();
    const first = await join(origin.rpc.url, { dir });
    await first.at(3);
    await first.node.stop();
    const { url } = origin.rpc;
    await origin.stop();
    const second = await join(url, { dir });
    expect(second.node.chain.head().number).toBe(3);
    await until(() => second.events.some(({ event }) => event === "outage"));
  });

  it("cannot join anew, and says why", async () => {
    await expect(join("ws://127.0.0.1:1")).rejects.toThrow("No node answers at ws://127.0.0.1:1.");
  });
});

describe("another network", () => {
  it("is refused when it took the place of the one that was joined", async () => {
    const origin = await source();
    const { port, url } = origin.rpc;
    const { failure, node } = await join(url);
    await until(() => node.status.connected);
    await origin.node.stop();
    const spec = developmentSpec({ genesis: { ...developmentSpec().genesis, balances: [] } as never });
    await source({ spec, rpc: { port } });
    expect(await failure).toMatchObject({ code: "FOLLOW_OTHER_NETWORK" });
  });

  it("is refused when its node does not make the genesis that it tells of, and leaves nothing behind", async () => {
    const origin = await source();
    const wrong = `0x${"11".repeat(32)}`;
    const liar = await lying(origin, (method, params, result) =>
      method === "chain_getBlockHash" && params[0] === 0 ? wrong : result,
    );
    const dir = newFolder();
    await expect(join(liar, { dir })).rejects.toThrow(`its genesis is ${wrong}`);
    const own = await Node.start({ dir, rpc: false, sealing: "manual" });
    expect(own.chain.head().number).toBe(0);
    await own.stop();
  });

  it("is refused when it runs by other rules", async () => {
    const origin = await source();
    const liar = await lying(origin, (method, _, result) =>
      method === "state_getRuntimeVersion" ? { ...(result as object), specVersion: 426 } : result,
    );
    await expect(join(liar)).rejects.toThrow("runtime 426, here 425");
    const dir = newFolder();
    await (await join(origin.rpc.url, { dir })).node.stop();
    const other = await source({ spec: developmentSpec({ name: "Other" }) });
    expect(other.node.chain.genesisHash).toBe(origin.node.chain.genesisHash);
    const { failure } = await join(other.rpc.url, { dir });
    expect(await failure).toMatchObject({ code: "FOLLOW_OTHER_NETWORK" });
  });

  it("is refused when it began anew from the same genesis", async () => {
    const origin = await source();
    await transfers(origin, 1);
    await origin.step(3);
    const dir = newFolder();
    const first = await join(origin.rpc.url, { dir });
    await first.at(3);
    await first.node.stop();
    const anew = await source();
    await anew.step(5);
    const { failure } = await join(anew.rpc.url, { dir });
    expect(await failure).toMatchObject({ code: "FOLLOW_OTHER_HISTORY" });
  });
});

async function lying(origin: TestNode, alter: Alter): Promise<string> {
  const liar = await startLyingNode(origin.rpc.url, alter);
  cleanups.push(() => liar.close());
  return liar.url;
}

/** Alters block `number` wherever it is passed on. */
function altering(
  number: number,
  change: (header: HeaderValue, body: Uint8Array[]) => [HeaderValue, Uint8Array[]],
): Alter {
  return (method, [from], result) => {
    if (method !== "myelin_getBlocks") return result;
    return (result as string[]).map((text, i) => {
      if (Number(from) + i !== number) return text;
      const { header, body } = decodeTransfer(text);
      const [altered, extrinsics] = change(Header.codec.decode(header), [...body]);
      return encodeTransfer(Header.codec.encode(altered), extrinsics);
    });
  };
}

describe("a lying node", () => {
  /** Joins through a node that alters block 7 of 20, and tells how it ended. */
  async function ending(change: Parameters<typeof altering>[1]): Promise<{ message: string; head: number }> {
    const origin = await source();
    await origin.step(6);
    await transfers(origin, 3);
    await origin.step(14);
    const { node, failure } = await join(await lying(origin, altering(7, change)));
    const error = await failure;
    expect(error).toMatchObject({ code: "FOLLOW_BAD_BLOCK" });
    await origin.step(2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { message: (error as Error).message, head: node.chain.head().number };
  }
  const rooted = (header: HeaderValue, body: Uint8Array[]): [HeaderValue, Uint8Array[]] => [
    { ...header, extrinsics_root: toHex(orderedRoot(body, extrinsicsRootVersion(1))) },
    body,
  ];

  it("is followed no more after a wrong state root, which is named", async () => {
    const wrong = `0x${"22".repeat(32)}` as const;
    const { message, head } = await ending((header, body) => [{ ...header, state_root: wrong }, body]);
    expect(message).toContain(`Block 7 is refused: its state_root is ${wrong}, execution gives 0x`);
    expect(head).toBe(6);
  });

  it("is followed no more after a wrong extrinsics root", async () => {
    const { message, head } = await ending((header, body) => [header, body.slice(0, -1)]);
    expect(message).toContain("Block 7 is refused: its extrinsics_root is 0x");
    expect(head).toBe(6);
  });

  it("is followed no more after a bad signature", async () => {
    const { message, head } = await ending((header, body) => {
      const forged = Uint8Array.from(body[2]!);
      forged[60] ^= 1;
      return rooted(header, [...body.slice(0, 2), forged, ...body.slice(3)]);
    });
    expect(message).toContain("Block 7 is refused: a signature is bad");
    expect(head).toBe(6);
  });

  it("is followed no more after an extrinsic that cannot be read, a block out of line, or one without its time", async () => {
    const cases: [Parameters<typeof altering>[1], string][] = [
      [(header, body) => rooted(header, [body[0]!, Uint8Array.of(8, 4, 255)]), "Block 7 is refused: "],
      [(header, body) => [{ ...header, number: 8 }, body], "it calls itself 8"],
      [(header, body) => [{ ...header, parent_hash: `0x${"33".repeat(32)}` }, body], "its parent is not 0x"],
      [(header, body) => rooted(header, body.slice(1)), "Block 7 is refused: "],
    ];
    for (const [change, reason] of cases) {
      const { message, head } = await ending(change);
      expect(message).toContain(reason);
      expect(head).toBe(6);
    }
  });

  it("is followed no more when its answers are no blocks", async () => {
    const origin = await source();
    await origin.step(3);
    const answers: unknown[] = [[], ["!"], "words", [7]];
    for (const answer of answers) {
      const liar = await lying(origin, (method, _, result) => (method === "myelin_getBlocks" ? answer : result));
      const { failure } = await join(liar);
      expect(await failure).toMatchObject({ code: "FOLLOW_NOT_MYELIN" });
    }
  });
});
