import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestNode, TestClient, type TestNode, transfer } from "../rpc/testing.ts";

const LAG = 2;

describe("a network where finality follows", () => {
  let test: TestNode;
  let client: TestClient;
  beforeAll(async () => {
    test = await startTestNode({ finalityLag: LAG });
    client = await TestClient.connect(test.rpc.url);
    await test.step(5);
  });
  afterAll(async () => {
    client?.close();
    await test?.stop();
  });

  const hashAt = (number: number) => test.node.chain.header(number)!.hash;

  it("names the last final block, and later ones to who follows it", async () => {
    const head = test.node.chain.head().number;
    expect(await client.request("chain_getFinalizedHead")).toBe(hashAt(head - LAG));
    const heads = await client.subscribe("chain_subscribeFinalizedHeads");
    expect(await heads.next()).toMatchObject({ number: `0x${(head - LAG).toString(16)}` });
    await test.step();
    expect(await heads.next()).toMatchObject({ number: `0x${(head - LAG + 1).toString(16)}` });
  });

  it("tells a watched transaction that it is in a block at once, that it is final with its block", async () => {
    const stream = await client.subscribe("author_submitAndWatchExtrinsic", [transfer(test)]);
    expect(await stream.next()).toBe("ready");
    await test.step();
    const block = test.node.chain.head();
    expect(await stream.next()).toEqual({ inBlock: block.hash });
    await test.step(LAG);
    expect(await stream.next()).toEqual({ finalized: block.hash });
    expect(test.node.chain.finalized().hash).toBe(block.hash);
  });

  it("shows a follower the blocks above the final ones, and each block final later", async () => {
    const head = test.node.chain.head().number;
    const stream = await client.subscribe("chainHead_v1_follow", [false]);
    const { finalizedBlockHashes } = await stream.next<{ finalizedBlockHashes: string[] }>();
    expect(finalizedBlockHashes.at(-1)).toBe(hashAt(head - LAG));
    for (const number of [head - 1, head]) {
      const blockHash = hashAt(number);
      expect(await stream.next()).toEqual({ event: "newBlock", blockHash, parentBlockHash: hashAt(number - 1) });
    }
    expect(await stream.next()).toEqual({ event: "bestBlockChanged", bestBlockHash: hashAt(head) });
    await test.step();
    expect(await stream.next()).toMatchObject({ event: "newBlock", blockHash: hashAt(head + 1) });
    expect(await stream.next()).toEqual({ event: "bestBlockChanged", bestBlockHash: hashAt(head + 1) });
    const finalized = [hashAt(head + 1 - LAG)];
    expect(await stream.next()).toMatchObject({ event: "finalized", finalizedBlockHashes: finalized });
  });
});
