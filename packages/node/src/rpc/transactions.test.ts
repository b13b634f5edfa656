import { fromHex, toHex } from "@myelin/primitives/hex";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { alice, startTestNode, TestClient, type TestNode, transfer } from "./testing.ts";

/** A byte of the signature: after length, version, address and the signature's kind. */
const SIGNATURE_AT = 2 + 1 + 33 + 1 + 7;

describe("transactions over RPC", () => {
  let test: TestNode;
  let client: TestClient;
  beforeAll(async () => {
    test = await startTestNode();
  });
  afterAll(() => test?.stop());
  beforeEach(async () => {
    client = await TestClient.connect(test.rpc.url);
  });
  afterEach(() => client.close());

  const nonce = () => client.request<number>("system_accountNextIndex", [alice.address]);

  it("are watched from ready to finalized", async () => {
    const stream = await client.subscribe("author_submitAndWatchExtrinsic", [transfer(test)]);
    expect(await stream.next()).toBe("ready");
    await test.step();
    const { hash } = test.node.chain.head();
    expect(await stream.next()).toEqual({ inBlock: hash });
    expect(await stream.next()).toEqual({ finalized: hash });
    expect([...stream.methods]).toEqual(["author_extrinsicUpdate"]);
    expect(test.rpc.stats.subscriptions).toBe(0);
  });

  it("wait for their predecessor", async () => {
    const next = await nonce();
    const later = await client.subscribe("author_submitAndWatchExtrinsic", [transfer(test, { nonce: next + 1 })]);
    expect(await later.next()).toBe("future");
    await client.request("author_submitExtrinsic", [transfer(test, { nonce: next })]);
    expect(await later.next()).toBe("ready");
    await test.step();
    expect(await later.next()).toHaveProperty("inBlock");
  });

  it("are refused with Substrate's codes and texts", async () => {
    const used = transfer(test, { nonce: 0 });
    expect(await client.refusal("author_submitExtrinsic", [used])).toMatchObject({
      code: 1010,
      message: "Invalid Transaction",
      data: "Transaction is outdated",
    });
    const forged = Buffer.from(fromHex(transfer(test)));
    forged[SIGNATURE_AT]! ^= 1;
    expect(await client.refusal("author_submitExtrinsic", [toHex(forged)])).toMatchObject({
      code: 1010,
      data: "Transaction has a bad signature",
    });
    expect((await client.refusal("author_submitAndWatchExtrinsic", ["0x00"])).code).toBe(1002);
    const good = transfer(test);
    await client.request("author_submitExtrinsic", [good]);
    expect((await client.refusal("author_submitExtrinsic", [good])).code).toBe(1013);
    expect(test.rpc.stats.subscriptions).toBe(0);
    await test.step();
  });

  it("are watched as the newer specification says", async () => {
    const stream = await client.subscribe("transactionWatch_v1_submitAndWatch", [transfer(test)]);
    expect(await stream.next()).toEqual({ event: "validated" });
    await test.step();
    const block = { hash: test.node.chain.head().hash, index: 2 };
    expect(await stream.next()).toEqual({ event: "bestChainBlockIncluded", block });
    expect(await stream.next()).toEqual({ event: "finalized", block });
    const bad = await client.subscribe("transactionWatch_v1_submitAndWatch", [transfer(test, { nonce: 0 })]);
    expect(await bad.next()).toMatchObject({ event: "invalid", error: expect.stringContaining("outdated") });
  });

  it("are broadcast until they are in a block, and until stopped", async () => {
    const before = await nonce();
    const id = await client.request<string>("transaction_v1_broadcast", [transfer(test)]);
    expect(id).toMatch(/^0x/);
    await expect.poll(nonce).toBe(before + 1);
    await test.step();
    expect(test.node.chain.body(test.node.chain.head().hash)).toHaveLength(3);
    expect(await client.request("transaction_v1_stop", [id])).toBeNull();
    expect(await client.refusal("transaction_v1_stop", [id])).toMatchObject({ code: -32602 });
    expect(await client.request("transaction_v1_broadcast", [transfer(test, { nonce: 0 })])).toMatch(/^0x/);
  });

  it("are broadcast sixteen at a time for one connection", async () => {
    const replies = await Promise.all(
      Array.from({ length: 17 }, () => client.request("transaction_v1_broadcast", [transfer(test, { nonce: 0 })])),
    );
    expect(replies.filter((reply) => reply === null)).toHaveLength(1);
  });
});
