import { fromHex } from "@myelin/primitives/hex";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Stream, startTestNode, TestClient, type TestNode, transfer } from "./testing.ts";

const CODE = "0x3a636f6465";
const ACCOUNTS = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";
const UNKNOWN = `0x${"12".repeat(32)}`;

interface Initialized {
  readonly finalizedBlockHashes: string[];
  readonly finalizedBlockRuntime?: {
    readonly type: string;
    readonly spec: { readonly specVersion: number; readonly apis: Record<string, number> };
  };
}

describe("chainHead", () => {
  let test: TestNode;
  let client: TestClient;
  beforeAll(async () => {
    test = await startTestNode();
    await test.step(20);
  });
  afterAll(() => test?.stop());
  beforeEach(async () => {
    client = await TestClient.connect(test.rpc.url);
  });
  afterEach(() => client.close());

  async function follow(withRuntime = true): Promise<{ stream: Stream; initialized: Initialized; head: string }> {
    const stream = await client.subscribe("chainHead_v1_follow", [withRuntime]);
    const initialized = await stream.next<Initialized>();
    return { stream, initialized, head: initialized.finalizedBlockHashes.at(-1)! };
  }

  async function operation(stream: Stream, method: string, ...params: unknown[]): Promise<string> {
    const { result, operationId } = await client.request<{ result: string; operationId: string }>(method, [
      stream.id,
      ...params,
    ]);
    expect(result).toBe("started");
    return operationId;
  }

  it("begins with the last finalized blocks and the runtime, then the best block", async () => {
    const { stream, initialized, head } = await follow();
    const expected = Array.from(
      { length: 16 },
      (_, i) => test.node.chain.header(test.node.chain.head().number - 15 + i)!.hash,
    );
    expect(initialized).toMatchObject({ event: "initialized", finalizedBlockHashes: expected });
    expect(initialized.finalizedBlockRuntime).toMatchObject({
      type: "valid",
      spec: { specName: "node-subtensor", specVersion: 425 },
    });
    expect(initialized.finalizedBlockRuntime!.spec.apis["0xdf6acb689907609b"]).toBe(5);
    expect(await stream.next()).toEqual({ event: "bestBlockChanged", bestBlockHash: head });
    expect([...stream.methods]).toEqual(["chainHead_v1_followEvent"]);
  });

  it("reports a block as new, best and final, in this order", async () => {
    const { stream, head } = await follow(false);
    await stream.next();
    await test.step();
    const { hash } = test.node.chain.head();
    expect(await stream.next()).toEqual({ event: "newBlock", blockHash: hash, parentBlockHash: head });
    expect(await stream.next()).toEqual({ event: "bestBlockChanged", bestBlockHash: hash });
    expect(await stream.next()).toEqual({ event: "finalized", finalizedBlockHashes: [hash], prunedBlockHashes: [] });
  });

  it("serves pinned blocks, and none after they are unpinned", async () => {
    const { stream, initialized, head } = await follow();
    const [first, second] = initialized.finalizedBlockHashes;
    expect(await client.request("chainHead_v1_header", [stream.id, head])).toBe(
      `0x${Buffer.from(test.node.chain.head().encodedHeader).toString("hex")}`,
    );
    expect(await client.refusal("chainHead_v1_header", [stream.id, UNKNOWN])).toMatchObject({ code: -32801 });
    expect(await client.refusal("chainHead_v1_unpin", [stream.id, [first, UNKNOWN]])).toMatchObject({ code: -32801 });
    expect(await client.refusal("chainHead_v1_unpin", [stream.id, [first, first]])).toMatchObject({ code: -32804 });
    expect(await client.request("chainHead_v1_unpin", [stream.id, [first, second]])).toBeNull();
    for (const method of ["chainHead_v1_header", "chainHead_v1_body"]) {
      expect(await client.refusal(method, [stream.id, first])).toMatchObject({ code: -32801 });
    }
    expect(await client.request("chainHead_v1_unpin", [stream.id, head])).toBeNull();
  });

  it("answers operations after the reply that names them", async () => {
    const { stream, head } = await follow();
    const body = await operation(stream, "chainHead_v1_body", head);
    expect(await stream.nextEvent("operationBodyDone")).toEqual({
      event: "operationBodyDone",
      operationId: body,
      value: [expect.stringMatching(/^0x/), expect.stringMatching(/^0x/)],
    });
    const call = await operation(stream, "chainHead_v1_call", head, "Metadata_metadata_versions", "");
    expect(await stream.nextEvent("operationCallDone")).toMatchObject({
      operationId: call,
      output: "0x0c0e0000000f00000010000000",
    });
    const missing = await operation(stream, "chainHead_v1_call", head, "Core_nothing", "0x");
    expect(await stream.nextEvent("operationError")).toMatchObject({
      operationId: missing,
      error: expect.stringContaining("Core_nothing"),
    });
  });

  it("answers every kind of storage query", async () => {
    const { stream, head } = await follow();
    const code = await client.request<string>("state_getStorage", [CODE]);
    const hash = await client.request<string>("state_getStorageHash", [CODE]);
    const keys = await client.request<string[]>("state_getKeys", [ACCOUNTS]);
    const query = async (...items: object[]) => {
      const operationId = await operation(stream, "chainHead_v1_storage", head, items);
      const found: object[] = [];
      for (;;) {
        const event = await stream.next<{ event: string; operationId?: string; items: object[] }>();
        if (event.operationId !== operationId) continue;
        if (event.event === "operationStorageDone") return found;
        expect(event.event).toBe("operationStorageItems");
        found.push(...event.items);
      }
    };
    expect(
      await query({ key: CODE, type: "value" }, { key: CODE, type: "hash" }, { key: "0x77", type: "value" }),
    ).toEqual([
      { key: CODE, value: code },
      { key: CODE, hash },
    ]);
    const values = (await query({ key: ACCOUNTS, type: "descendantsValues" })) as { key: string; value: string }[];
    expect(values.map(({ key }) => key)).toEqual(keys);
    const hashes = await query({ key: ACCOUNTS, type: "descendantsHashes" });
    expect(hashes).toHaveLength(keys.length);
    const [before] = (await query({ key: ACCOUNTS, type: "closestDescendantMerkleValue" })) as {
      closestDescendantMerkleValue: string;
    }[];
    expect(before!.closestDescendantMerkleValue).toMatch(/^0x[0-9a-f]{64}$/);
    expect(await query({ key: "0x77", type: "closestDescendantMerkleValue" })).toEqual([]);

    await test.node.chain.submit(fromHex(transfer(test)));
    await test.step();
    const newBlock = await stream.nextEvent<{ blockHash: string }>("newBlock");
    const later = await operation(stream, "chainHead_v1_storage", newBlock.blockHash, [
      { key: ACCOUNTS, type: "closestDescendantMerkleValue" },
    ]);
    const { items } = await stream.nextEvent<{
      operationId: string;
      items: { closestDescendantMerkleValue: string }[];
    }>("operationStorageItems");
    expect(later).not.toBe("");
    expect(items[0]!.closestDescendantMerkleValue).not.toBe(before!.closestDescendantMerkleValue);
    expect(
      await client.refusal("chainHead_v1_storage", [stream.id, head, [{ key: "0x", type: "everything" }]]),
    ).toMatchObject({ code: -32602 });
  });

  it("allows two follows a connection", async () => {
    const { stream } = await follow();
    await follow(false);
    expect(await client.refusal("chainHead_v1_follow", [true])).toMatchObject({ code: -32800 });
    expect(await client.request("chainHead_v1_unfollow", [stream.id])).toBeNull();
    await follow();
  });

  it("knows nothing of a follow that has ended, or of another connection's", async () => {
    const { stream, head } = await follow();
    const other = await TestClient.connect(test.rpc.url);
    for (const [who, id] of [
      [other, stream.id],
      [client, "0x00"],
    ] as const) {
      expect(await who.request("chainHead_v1_header", [id, head])).toBeNull();
      expect(await who.request("chainHead_v1_body", [id, head])).toEqual({ result: "limitReached" });
      expect(await who.request("chainHead_v1_storage", [id, head, []])).toEqual({ result: "limitReached" });
      expect(await who.request("chainHead_v1_unpin", [id, head])).toBeNull();
    }
    await other.close();
  });

  it("wants the runtime for calls, and an operation for continue", async () => {
    const { stream, head } = await follow(false);
    expect(await client.refusal("chainHead_v1_call", [stream.id, head, "Core_version", "0x"])).toMatchObject({
      code: -32802,
    });
    expect(await client.refusal("chainHead_v1_continue", [stream.id, "77"])).toMatchObject({ code: -32803 });
    expect(await client.request("chainHead_v1_stopOperation", [stream.id, "77"])).toBeNull();
  });

  it("stops a follow whose client never unpins", async () => {
    const { stream } = await follow(false);
    await test.step(512 - 16);
    await expect.poll(() => stream.seen.length).toBe(2 + 3 * (512 - 16));
    await test.step();
    await stream.nextEvent("stop");
    expect(test.rpc.stats.subscriptions).toBe(0);
  });
});
