/** query, tx, block, events and status, against a node in this process that makes a block for every transaction. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Node } from "@myelin/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ran, run } from "../testing.ts";

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/** Blocks whose state the node keeps. */
const KEPT = 64;

let folder: string;
let node: Node;

/** Runs a command against the node. Words that are the wallet's are added to `tx`. */
async function on(...words: string[]): Promise<Ran> {
  const wallet = words[0] === "tx" ? ["--wallet", "ada", "--wallet-path", join(folder, "wallets"), "--yes"] : [];
  return await run(...words, ...wallet, "--url", node.rpc!.url);
}

async function json<T = Record<string, unknown>>(...words: string[]): Promise<T> {
  const { code, out, err } = await on(...words, "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as T;
}

async function text(...words: string[]): Promise<string> {
  const { code, out, err } = await on(...words);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

async function fails(...words: string[]): Promise<string> {
  const { code, out, err } = await on(...words);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  return err;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-inspect-"));
  node = await Node.start({ dir: join(folder, "node"), sealing: "instant", pruning: KEPT, rpc: { port: 0 } });
  const wallets = join(folder, "wallets");
  await run("wallet", "create", "ada", "--wallet-path", wallets, "--json");
  await run("faucet", "ada", "--amount", "100", "--wallet-path", wallets, "--url", node.rpc!.url, "--json");
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true });
});

describe("query", () => {
  it("lists what the chain and a pallet have", async () => {
    const owners = await json<{ name: string; kind: string }[]>("query");
    expect(owners).toContainEqual(expect.objectContaining({ name: "SubtensorModule", kind: "pallet" }));
    expect(owners).toContainEqual(expect.objectContaining({ name: "SubnetInfoRuntimeApi", kind: "runtime API" }));
    const items = await json<{ name: string }[]>("query", "SubtensorModule");
    expect(items).toContainEqual({
      name: "SubtensorModule.Tempo",
      kind: "storage",
      takes: "(u16) → u16",
      docs: expect.any(String),
    });
  });

  it("reads values, entries, constants and runtime APIs", async () => {
    expect(await json("query", "SubtensorModule.Tempo", "1")).toBe(100);
    expect(await json("query", "SubtensorModule::Tempo")).toContainEqual({ keys: [1], value: 100 });
    expect(await json("query", "Balances.ExistentialDeposit")).toBe("500");
    expect(await json("query", "System.Account", ALICE)).toMatchObject({ data: { reserved: "0" } });
    expect(await json("query", "Sudo.Key")).toBe(ALICE);
    const byName = await json("query", "SubnetInfoRuntimeApi.get_subnet_hyperparams", "netuid=1");
    expect(byName).toEqual(await json("query", "SubnetInfoRuntimeApi.get_subnet_hyperparams", "1"));
    expect(byName).toMatchObject({ tempo: 100 });
    expect(await json("query", "SubnetInfoRuntimeApi.get_subnet_hyperparams", "77")).toBeNull();
  });

  it("reads at a block, and no more entries than asked for", async () => {
    expect(await json("query", "System.Number", "--at", "1")).toBe(1);
    expect(await json<unknown[]>("query", "System.Account", "--limit", "2", "--json")).toHaveLength(2);
    const { out, err } = await on("query", "System.Account", "--limit", "2");
    expect(out.match(/^5/gm)).toHaveLength(2);
    expect(err).toBe("The first 2 entries; --limit shows more.\n");
  });

  it.each([
    [["SubtensorModule.Tmpo"], "Did you mean Tempo?"],
    [["Subtensor.Tempo"], "Did you mean SubtensorModule?"],
    [["tempo"], "write SubtensorModule.Tempo."],
    [["SubnetInfoRuntimeApi.get_subnet_hyperparam"], "Did you mean get_subnet_hyperparams"],
    [["SubnetInfoRuntimeApi.get_subnet_hyperparams"], "Missing: netuid."],
    [["SubtensorModule.Tempo", "1", "2"], "takes 1 keys (u16), not 2."],
    [["SubtensorModule.Tempo", "many"], 'Key 1 of SubtensorModule.Tempo is "many"; write a whole number'],
    [["Balances.ExistentialDeposit", "1"], "it takes no keys."],
    [["System.Number", "--at", "9999"], "There is no block 9999; the newest is"],
    [["System.Number", "--at", `0x${"ab".repeat(32)}`], "There is no block 0xabab"],
  ])("%j fails: %s", async (words, says) => {
    expect(await fails("query", ...words)).toContain(says);
  });
});

describe("tx", () => {
  it("sends any call and tells its events", async () => {
    const sent = await json<{ block: number; index: number; events: unknown[] }>(
      "tx",
      "Balances.transfer_keep_alive",
      `dest=${BOB}`,
      "value=2.5tao",
    );
    expect(sent.events).toContainEqual(
      expect.objectContaining({
        event: "Balances.Transfer",
        value: expect.objectContaining({ to: BOB, amount: "2500000000" }),
      }),
    );
    const block = await json<{ extrinsics: { call: string; args: unknown; error: unknown }[] }>(
      "block",
      String(sent.block),
    );
    expect(block.extrinsics[sent.index]).toMatchObject({
      call: "Balances.transfer_keep_alive",
      args: { dest: BOB, value: "2500000000" },
      error: null,
    });
  });

  it("encodes without sending", async () => {
    const { number } = node.chain.head();
    expect(await json("tx", "System.remark", "hello", "--dry-run")).toMatchObject({ encoded: "0x00001468656c6c6f" });
    expect(node.chain.head().number).toBe(number);
  });

  it("acts as root on a development network, and tells what root is refused", async () => {
    await text("tx", "AdminUtils.sudo_set_max_burn", "netuid=1", "max_burn=3tao", "--sudo");
    expect(await json("query", "SubtensorModule.MaxBurn", "1")).toBe("3000000000");
    expect(await fails("tx", "AdminUtils.sudo_set_max_burn", "netuid=99", "max_burn=3tao", "--sudo")).toContain(
      "The chain refused the call as root: ",
    );
  });

  it("lists calls with their arguments", async () => {
    expect(await text("tx", "Balances")).toContain("Balances.transfer_keep_alive(dest: AccountId32, value: u64)\n");
    expect((await json<{ name: string }[]>("tx")).map(({ name }) => name)).toContain("SubtensorModule");
  });

  it.each([
    [["Balances.transfer_keepalive"], "Did you mean transfer_keep_alive"],
    [["Balances.transfer_keep_alive", `dest=${BOB}`], "Missing: value."],
    [["Balances.transfer_keep_alive", BOB, "1e3"], 'Argument value is "1e3"; write a whole number'],
    [["Balances.transfer_keep_alive", BOB, "5000tao"], "The chain refused the call: "],
    [["AdminUtils.sudo_set_tempo", "1", "30"], "The chain refused the call: BadOrigin."],
  ])("%j fails: %s", async (words, says) => {
    expect(await fails("tx", ...words)).toContain(says);
  });
});

describe("block and events", () => {
  it("show the newest block, one by number and one by hash alike", async () => {
    const newest = await json<{ number: number; hash: string }>("block");
    expect(newest.number).toBe(node.chain.head().number);
    expect(await json("block", newest.hash)).toEqual(newest);
    expect(await json("block", String(newest.number))).toEqual(newest);
    expect(await text("block", "0")).toMatch(/^block +0$/m);
  });

  it("name what failed", async () => {
    const shown = await text("block");
    expect(shown).toMatch(/^#2 AdminUtils\.sudo_set_tempo {2}by 5\w+ {2}failed: BadOrigin$/m);
    expect(shown).toContain("→ System.ExtrinsicFailed");
  });

  it("follow for as many blocks as asked, and leave none out", async () => {
    const before = node.chain.head().number;
    const followed = await whileBlocksCome(() => on("block", "--follow", "--blocks", "4", "--json"));
    const numbers = followed.map(({ number }) => number as number);
    expect(numbers).toHaveLength(4);
    expect(numbers[0]).toBeGreaterThanOrEqual(before);
    expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i));
  });

  it("show of a block whose state is gone what is left", async () => {
    await node.time.step(4 * KEPT);
    const old = await json<{ events: unknown; extrinsics: { call: string; events: unknown }[] }>("block", "1");
    expect(old.events).toBeNull();
    expect(old.extrinsics[0]).toMatchObject({ call: "Timestamp.set", events: null });
    expect(await text("block", "1")).toContain("Its events are gone");
    expect(await fails("events", "--at", "1")).toContain("The node no longer has the state of that block");
    await text("tx", "System.remark", "hello");
  });

  it("filter events by pallet and name", async () => {
    const all = await json<{ event: string }[]>("events");
    expect(all.map(({ event }) => event)).toContain("System.ExtrinsicSuccess");
    const some = await json<{ event: string }[]>("events", "System.ExtrinsicSuccess");
    expect(new Set(some.map(({ event }) => event))).toEqual(new Set(["System.ExtrinsicSuccess"]));
    expect(await fails("events", "System.ExtrinsicSucess")).toContain("Did you mean ExtrinsicSuccess?");
    expect(await fails("events", "Sytem")).toContain("Did you mean System?");
    expect((await on("block", "first")).code).toBe(2);
  });
});

it("status tells the head, the issuance and the subnets", async () => {
  const found = await json<{ head: { number: number }; subnets: { netuid: number }[] }>("status");
  expect(found.head.number).toBe(node.chain.head().number);
  expect(found.subnets.map(({ netuid }) => netuid)).toEqual([0, 1]);
  expect(await text("status")).toMatch(/^issuance +3,0\d\d,\d{3}/m);
});

it("metagraph and status follow the chain, a line a block with --json", async () => {
  for (const words of [["metagraph", "1"], ["status"]]) {
    const seen = await whileBlocksCome(() => on(...words, "--follow", "--blocks", "3", "--json"));
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((line) => JSON.stringify(line["block"] ?? line["head"]))).size).toBe(3);
  }
});

/** The objects that a command writes one a line, while the node makes blocks two at a time. */
async function whileBlocksCome(follow: () => Promise<Ran>): Promise<Record<string, unknown>[]> {
  let following = true;
  const steps = (async () => {
    while (following) {
      await node.time.step(2);
      await sleep(50);
    }
  })();
  try {
    const { code, out } = await follow();
    expect(code).toBe(0);
    const lines = out.trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  } finally {
    following = false;
    await steps;
  }
}
