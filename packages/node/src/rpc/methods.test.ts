import { blake2b128, blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALIASES } from "./aliases.ts";
import { alice, bob, startTestNode, TestClient, type TestNode, transfer } from "./testing.ts";

const CODE = "0x3a636f6465";
const EVENTS = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";
/** Prefix of `System.Account`. */
const ACCOUNTS = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";
const UNKNOWN = `0x${"12".repeat(32)}` as const;

const accountKey = (publicKey: Uint8Array) =>
  `${ACCOUNTS}${toHex(blake2b128(publicKey)).slice(2)}${toHex(publicKey).slice(2)}`;

describe("RPC methods", () => {
  let test: TestNode;
  let client: TestClient;
  beforeAll(async () => {
    test = await startTestNode();
    client = await TestClient.connect(test.rpc.url);
    await test.node.chain.submit(fromHex(transfer(test)));
    await test.step(8);
  });
  afterAll(async () => {
    await client?.close();
    await test?.stop();
  });
  const ask = <T = unknown>(method: string, ...params: readonly unknown[]) => client.request<T>(method, params);

  it("lists every method, and answers each of them somehow", async () => {
    const { methods } = await ask<{ methods: string[] }>("rpc_methods");
    expect(methods).toEqual([...new Set(methods)].sort());
    expect(methods).toEqual(
      expect.arrayContaining(["rpc_methods", "chainHead_v1_follow", "state_getStorageAt", ...Object.keys(ALIASES)]),
    );
    const other = await TestClient.connect(test.rpc.url);
    const silent = methods.filter((method) => !/^(myelin_|dev_|engine_)/.test(method));
    for (const method of silent) {
      const answer = await other.request(method).then(
        () => "a result",
        (error: { code: number }) => error.code,
      );
      expect([method, answer]).not.toEqual([method, -32601]);
      expect([method, answer]).not.toEqual([method, -32603]);
    }
    await other.close();
  });

  it.each(Object.entries(ALIASES))("%s is %s", async (alias, name) => {
    const params = paramsOf(name);
    if (/subscribe/.test(name)) {
      const [viaAlias, viaName] = [await client.subscribe(alias), await client.subscribe(name)];
      if (name.includes("unsubscribe")) return;
      expect(await viaAlias.next()).toEqual(await viaName.next());
      expect([...viaAlias.methods]).toEqual([...viaName.methods]);
    } else expect(await ask(alias, ...params)).toEqual(await ask(name, ...params));
  });

  function paramsOf(method: string): readonly unknown[] {
    switch (method) {
      case "system_accountNextIndex":
        return [alice.address];
      case "state_call":
        return ["Core_version", "0x"];
      case "state_getKeysPaged":
        return [ACCOUNTS, 5, null];
      case "system_dryRun":
        return [transfer(test)];
      default:
        return method.startsWith("state_getStorage") ? [CODE] : [];
    }
  }

  it("knows blocks by hash and number", async () => {
    const head = await ask<string>("chain_getBlockHash");
    const { number, parentHash } = await ask<{ number: string; parentHash: string }>("chain_getHeader", head);
    expect(Number(number)).toBe(8);
    expect(await ask("chain_getBlockHash", 7)).toBe(parentHash);
    expect(await ask("chain_getBlockHash", "0x7")).toBe(parentHash);
    expect(await ask("chain_getBlockHash", [0, "0x8", 99])).toEqual([test.node.chain.genesisHash, head, null]);
    expect(await ask("chain_getFinalizedHead")).toBe(head);
    expect(await ask("chain_getHeader", UNKNOWN)).toBeNull();
    expect(await ask("chain_getBlock", UNKNOWN)).toBeNull();
    const { block } = await ask<{ block: { header: { number: string }; extrinsics: string[] } }>(
      "chain_getBlock",
      await ask("chain_getBlockHash", 1),
    );
    expect(block.header.number).toBe("0x1");
    expect(block.extrinsics).toHaveLength(3);
    const encoded = await ask<string>("archive_v1_header", head);
    expect(toHex(blake2b256(fromHex(encoded)))).toBe(head);
  });

  it("reads storage", async () => {
    const code = await ask<string>("state_getStorage", CODE);
    expect(await ask("state_getStorageHash", CODE)).toBe(toHex(blake2b256(fromHex(code))));
    expect(await ask("state_getStorageSize", CODE)).toBe((code.length - 2) / 2);
    expect(await ask("state_getStorage", "0x1234")).toBeNull();
    expect(await ask("state_getStorageHash", "0x1234")).toBeNull();
    const keys = await ask<string[]>("state_getKeys", ACCOUNTS);
    expect(keys.length).toBeGreaterThan(10);
    const paged = await ask<string[]>("state_getKeysPaged", ACCOUNTS, 4, ACCOUNTS);
    const rest = await ask<string[]>("state_getKeysPaged", ACCOUNTS, 1000, paged.at(-1));
    expect([...paged, ...rest]).toEqual(keys);
    expect(await client.refusal("state_getKeysPaged", [ACCOUNTS, 1001])).toMatchObject({
      code: 4002,
      message: "count exceeds maximum value. value: 1001, max: 1000",
    });
    const pairs = await ask<[string, string][]>("state_getPairs", ACCOUNTS);
    expect(pairs.map(([key]) => key)).toEqual(keys);
    const block = await ask<string>("chain_getBlockHash");
    expect(await ask("state_queryStorageAt", [keys[0], "0x1234"], null)).toEqual([
      {
        block,
        changes: [
          [keys[0], pairs[0]![1]],
          ["0x1234", null],
        ],
      },
    ]);
    const { at, proof } = await ask<{ at: string; proof: string[] }>("state_getReadProof", [keys[0]]);
    expect(at).toBe(block);
    expect(toHex(blake2b256(fromHex(proof[0]!)))).toMatch(/^0x/);
    const { stateRoot } = await ask<{ stateRoot: string }>("chain_getHeader");
    expect(proof.map((node) => toHex(blake2b256(fromHex(node))))).toContain(stateRoot);
  });

  it("tells changes over a range of blocks", async () => {
    const [from, to] = await ask<string[]>("chain_getBlockHash", [6, 8]);
    const sets = await ask<{ block: string; changes: unknown[] }[]>("state_queryStorage", [EVENTS, CODE], from, to);
    expect(sets[0]).toMatchObject({
      block: from,
      changes: [
        [EVENTS, expect.any(String)],
        [CODE, expect.any(String)],
      ],
    });
    expect(await client.refusal("state_queryStorage", [[CODE], to, from])).toMatchObject({ code: 4001 });
  });

  it("words unknown blocks and methods as clients compare them", async () => {
    const messages = {
      [`Client error: Api called for an unknown Block: Header was not found in the database: ${UNKNOWN}`]: [
        "state_getRuntimeVersion",
        [UNKNOWN],
      ],
      [`Client error: UnknownBlock: Header was not found in the database: ${UNKNOWN}`]: [
        "state_getKeysPaged",
        ["0x", 1, null, UNKNOWN],
      ],
      "Client error: Execution failed: Other: Exported method Metadata_nothing is not found": [
        "state_call",
        ["Metadata_nothing", "0x"],
      ],
    } as const;
    for (const [message, [method, params]] of Object.entries(messages)) {
      expect(await client.refusal(method, params)).toMatchObject({ code: 4003, message });
    }
    expect((await client.refusal("state_call", ["AccountNonceApi_account_nonce", "0x01"])).message).toMatch(
      /^Client error: Execution failed: Execution aborted due to trap: /,
    );
  });

  it("gives metadata 14 directly, and every version by the runtime API, with or without 0x", async () => {
    const v14 = await ask<string>("state_getMetadata");
    expect(v14.slice(0, 12)).toBe("0x6d6574610e");
    for (const argument of ["0x0f000000", "0f000000"]) {
      const v15 = await ask<string>("state_call", "Metadata_metadata_at_version", argument);
      expect(v15.slice(0, 4)).toBe("0x01");
      expect(v15.slice(0, 30)).toContain("6d6574610f");
    }
    expect(await ask("state_call", "Metadata_metadata_versions", "")).toBe("0x0c0e0000000f00000010000000");
  });

  it("counts the pool's transactions into the next nonce", async () => {
    expect(await ask("account_nextIndex", alice.address)).toBe(1);
    await ask("author_submitExtrinsic", transfer(test));
    expect(await ask("account_nextIndex", alice.address)).toBe(2);
    expect(await ask("author_pendingExtrinsics")).toHaveLength(1);
    const pending = (await ask<string[]>("author_pendingExtrinsics"))[0];
    const removed = await ask<string[]>("author_removeExtrinsic", [{ extrinsic: pending }]);
    expect(removed).toEqual([toHex(blake2b256(fromHex(pending!)))]);
    expect(await ask("account_nextIndex", alice.address)).toBe(1);
  });

  it("prices transactions", async () => {
    const extrinsic = transfer(test);
    const {
      partialFee,
      class: dispatchClass,
      weight,
    } = await ask<{ partialFee: string; class: string; weight: { ref_time: number } }>("payment_queryInfo", extrinsic);
    expect([dispatchClass, weight.ref_time > 0]).toEqual(["normal", true]);
    const { inclusionFee } = await ask<{ inclusionFee: Record<string, string> }>("payment_queryFeeDetails", extrinsic);
    const sum = Object.values(inclusionFee).reduce((total, part) => total + BigInt(part), 0n);
    expect(sum).toBe(BigInt(partialFee));
  });

  it("wraps the runtime APIs of Bittensor as its own node does", async () => {
    expect(await ask("subnetInfo_getLockCost")).toBeGreaterThan(0);
    expect(await ask("swap_currentAlphaPriceAll")).toEqual([
      { netuid: 0, price: 1_000_000_000 },
      { netuid: 1, price: expect.any(Number) },
    ]);
    const viaApi = fromHex(await ask("state_call", "SubnetInfoRuntimeApi_get_dynamic_info", "0x0100"));
    expect(await ask("subnetInfo_getDynamicInfo", 1)).toEqual([...viaApi]);
    expect(await ask("delegateInfo_getDelegated", [...bob.publicKey])).toEqual([0]);
    expect(await client.refusal("delegateInfo_getDelegated", [[1, 2, 3]])).toMatchObject({ code: -32602 });
    expect(await client.refusal("subnetInfo_getDynamicInfo", [70_000])).toMatchObject({ code: -32602 });
    expect(await client.refusal("subnetInfo_getDynamicInfo", [1, UNKNOWN])).toMatchObject({
      code: 1,
      message: "Runtime error",
    });
  });

  it("tells subscribers of storage only what changed", async () => {
    const key = accountKey(bob.publicKey);
    const stream = await client.subscribe("state_subscribeStorage", [[key, CODE]]);
    const first = await stream.next<{ changes: [string, string][] }>();
    expect(first.changes.map(([changed]) => changed)).toEqual([key, CODE]);
    await test.step();
    await test.node.chain.submit(fromHex(transfer(test)));
    await test.step();
    const second = await stream.next<{ block: string; changes: [string, string][] }>();
    expect(second.block).toBe(test.node.chain.head().hash);
    expect(second.changes).toEqual([[key, await ask("state_getStorage", key)]]);
    expect(second.changes[0]![1]).not.toBe(first.changes[0]![1]);
    expect(await ask("state_unsubscribeStorage", stream.id)).toBe(true);
    expect(await ask("state_unsubscribeStorage", stream.id)).toBe(false);
  });

  it("tells all three kinds of heads the same, in order", async () => {
    const streams = await Promise.all(
      ["chain_subscribeNewHeads", "chain_subscribeAllHeads", "chain_subscribeFinalizedHeads"].map((name) =>
        client.subscribe(name),
      ),
    );
    const first = test.node.chain.head().number;
    await test.step(3);
    for (const stream of streams) {
      const numbers = [];
      for (let i = 0; i < 4; i++) numbers.push(Number((await stream.next<{ number: string }>()).number));
      expect(numbers).toEqual([first, first + 1, first + 2, first + 3]);
    }
    expect(streams.flatMap(({ methods }) => [...methods])).toEqual([
      "chain_newHead",
      "chain_allHead",
      "chain_finalizedHead",
    ]);
    await ask("chain_unsubscribeAllHeads", streams[1]!.id);
    await test.step();
    await streams[0]!.next();
    expect(streams[1]!.seen).toHaveLength(4);
  });

  it("controls time", async () => {
    const { head } = await ask<{ head: number }>("myelin_engineStatus");
    expect(await ask("myelin_step", 2)).toBe(head + 2);
    const hash = await ask("dev_newBlock", { count: 2 });
    expect(await ask("chain_getBlockHash", head + 4)).toBe(hash);
    expect(await ask("engine_createBlock", true, true, null)).toMatchObject({ hash: await ask("chain_getBlockHash") });
    expect(await ask("engine_finalizeBlock", hash)).toBe(true);
    expect(await ask("myelin_jumpToBlock", head + 10)).toBe(head + 10);
    expect(await ask("myelin_pause")).toMatchObject({ paused: true });
    expect(await ask("myelin_resume")).toMatchObject({ paused: false });
    expect(await ask("myelin_setBlockTime", 2_000)).toMatchObject({ blockTime: 2_000 });
    expect(await client.refusal("myelin_jumpToBlock", [1])).toMatchObject({ code: -32000, data: "ENGINE_BAD_REQUEST" });
  });

  it("reads the archive, as far as it goes", async () => {
    expect(await ask("archive_v1_genesisHash")).toBe(test.node.chain.genesisHash);
    const height = await ask<number>("archive_v1_finalizedHeight");
    const [hash] = await ask<string[]>("archive_v1_hashByHeight", height);
    expect(await ask("archive_v1_hashByHeight", height + 1)).toEqual([]);
    expect(await ask("archive_v1_body", hash)).toHaveLength(2);
    expect(await ask("archive_v1_body", UNKNOWN)).toBeNull();
    expect(await ask("archive_v1_call", hash, "Core_version", "0x")).toMatchObject({ success: true });
    expect(await ask("archive_v1_call", hash, "Core_nothing", "0x")).toMatchObject({ success: false });
    expect(await ask("archive_v1_call", UNKNOWN, "Core_version", "0x")).toBeNull();
    const stream = await client.subscribe("archive_v1_storage", [
      hash,
      [
        { key: CODE, type: "hash" },
        { key: ACCOUNTS, type: "descendantsHashes" },
      ],
    ]);
    expect(await stream.next()).toEqual({ event: "storage", key: CODE, hash: await ask("state_getStorageHash", CODE) });
    await stream.nextEvent("storageDone");
    expect(stream.seen.length).toBeGreaterThan(10);
  });
});

describe("RPC methods where old states are not kept", () => {
  let test: TestNode;
  let client: TestClient;
  beforeAll(async () => {
    test = await startTestNode({ pruning: 4 });
    client = await TestClient.connect(test.rpc.url);
    // States are dropped some blocks at a time.
    while (test.node.chain.oldestState < 2) await test.step(20);
  });
  afterAll(async () => {
    await client?.close();
    await test?.stop();
  });

  it("say so as clients compare it", async () => {
    const { hash } = test.node.chain.header(1)!;
    expect(await client.refusal("state_call", ["Core_version", "", hash])).toMatchObject({
      code: 4003,
      message: `Client error: Api called for an unknown Block: State already discarded for ${hash}`,
    });
    expect(await client.refusal("state_getStorageAt", [CODE, hash])).toMatchObject({
      code: 4003,
      message: `Client error: UnknownBlock: State already discarded for ${hash}`,
    });
    const stream = await client.subscribe("archive_v1_storage", [hash, [{ key: CODE, type: "hash" }]]);
    expect(await stream.next()).toMatchObject({ event: "storageError" });
    expect(await client.request("archive_v1_call", [hash, "Core_version", "0x"])).toMatchObject({ success: false });
    expect(await client.request("chain_getHeader", [hash])).toMatchObject({ number: "0x1" });
    expect(await client.request("archive_v1_body", [hash])).toHaveLength(2);
  });
});
