import { type CallValue, type Hash, mortalEra, type Runtime } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { sealShielded } from "@myelin/primitives/shield";
import { S as MevShield } from "@myelin/runtime/pallets/mev_shield/storage";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { FollowingNode } from "../follow/following-node.ts";
import { Node } from "../node/node.ts";
import { temporaryFolder } from "../state/testing.ts";
import { alice, bob, charlie, dave, signedBy, transferTo } from "../testing/signing.ts";

const AMOUNT = 1_000_000_000n;
const folder = temporaryFolder();
let time = 1_800_000_000_000;
let node: Node;

const start = () =>
  Node.start({ dir: folder.dir, sealing: "manual", rpc: { port: 0 }, log: "silent", clock: () => time });

beforeAll(async () => {
  node = await start();
  await node.time.step(3);
});
afterAll(async () => {
  await node.stop();
  folder.dispose();
});
beforeEach(async () => {
  time += 60_000;
  await node.time.step(3);
});

const read = <T>(chain: Node["chain"], question: (ctx: Parameters<Parameters<Runtime["query"]>[2]>[0]) => T): T =>
  chain.runtime.query(chain.readerAt(), chain.head(), question);
const nonceOf = (who: Hash) => read(node.chain, (ctx) => System.Account.get(ctx, who).nonce);
const freeOf = (who: Hash) => read(node.chain, (ctx) => System.Account.get(ctx, who).data.free);
const nextKey = () => read(node.chain, (ctx) => MevShield.NextKey.get(ctx))!;
const body = () => node.chain.body(node.chain.head().number)!.map(toHex);

const wrap = (key: typeof alice, inner: Uint8Array, publicKey = nextKey(), ahead = 0) => {
  const call: CallValue = {
    type: "MevShield",
    value: { type: "submit_encrypted", value: { ciphertext: sealShielded(inner, publicKey) } },
  };
  const era = mortalEra(8, node.chain.head().number);
  return signedBy(node.chain, key, call, { nonce: nonceOf(key.accountId) + ahead, era });
};
const transfer = (key: typeof alice, ahead: number) =>
  signedBy(node.chain, key, transferTo(dave.accountId, AMOUNT), { nonce: nonceOf(key.accountId) + ahead });

it("puts what an envelope holds right after it, and both are paid for", async () => {
  const before = freeOf(dave.accountId);
  const inner = transfer(alice, 1);
  const wrapper = wrap(alice, inner);
  await node.chain.submit(wrapper);
  await node.time.step();
  expect(body().slice(2)).toEqual([toHex(wrapper), toHex(inner)]);
  expect(freeOf(dave.accountId)).toBe(before + AMOUNT);
  expect(node.chain.pool.status).toMatchObject({ ready: 0, future: 0 });
});

it("takes many of one account and of others in one block", async () => {
  const before = freeOf(dave.accountId);
  await node.chain.submit(wrap(alice, transfer(alice, 1)));
  await node.chain.submit(wrap(bob, transfer(bob, 1)));
  await node.chain.submit(wrap(charlie, transfer(charlie, 1)));
  await node.time.step();
  expect(freeOf(dave.accountId)).toBe(before + 3n * AMOUNT);
});

it("keeps the wrapper alone where what it holds is no good extrinsic", async () => {
  const before = freeOf(dave.accountId);
  const forged = signedBy(node.chain, alice, transferTo(dave.accountId, AMOUNT), {
    nonce: nonceOf(alice.accountId) + 1,
    signature: () => ({ type: "Sr25519", value: new Uint8Array(64).fill(9) }),
  });
  const bare = node.chain.runtime.encodeBare({ type: "Timestamp", value: { type: "set", value: { now: 1n } } });
  const wrongNonce = transfer(charlie, 7);
  const inners: [typeof alice, Uint8Array][] = [
    [alice, forged],
    [bob, bare],
    [charlie, wrongNonce],
    [dave, new Uint8Array(64).fill(7)],
  ];
  const wrappers = inners.map(([key, inner]) => wrap(key, inner));
  for (const wrapper of wrappers) await node.chain.submit(wrapper);
  await node.time.step();
  expect(new Set(body().slice(2))).toEqual(new Set(wrappers.map(toHex)));
  expect(freeOf(dave.accountId)).toBeLessThan(before);
});

it("leaves envelopes to another key in the pool until their era ends, and what follows them behind", async () => {
  const nonce = nonceOf(alice.accountId);
  const foreign = await node.chain.submit(wrap(alice, transfer(alice, 1), new Uint8Array(1_184)));
  const later = await node.chain.submit(transfer(alice, 1));
  await node.time.step(2);
  expect([foreign, later].map((hash) => node.chain.pool.has(hash))).toEqual([true, true]);
  await node.time.step(7);
  expect([foreign, later].map((hash) => node.chain.pool.has(hash))).toEqual([false, true]);
  expect(nonceOf(alice.accountId)).toBe(nonce);
  node.chain.pool.remove(later);
});

it("does not open what was encrypted before a restart", async () => {
  const before = freeOf(dave.accountId);
  const old = nextKey();
  await node.stop();
  node = await start();
  await node.chain.submit(wrap(bob, transfer(bob, 1), old));
  await node.time.step(2);
  expect(freeOf(dave.accountId)).toBe(before);
  await node.chain.submit(wrap(charlie, transfer(charlie, 1)));
  await node.time.step();
  expect(freeOf(dave.accountId)).toBe(before + AMOUNT);
});

it("makes blocks that others come to the same roots with", async () => {
  const joined = temporaryFolder();
  const follower = await FollowingNode.start({ dir: joined.dir, join: node.rpc!.url, rpc: false, log: "silent" });
  await node.chain.submit(wrap(alice, transfer(alice, 1)));
  await node.time.step();
  const { number, hash } = node.chain.head();
  try {
    await expect.poll(() => follower.chain.head().number, { timeout: 10_000 }).toBe(number);
    expect(follower.chain.head().hash).toBe(hash);
  } finally {
    await follower.stop();
    joined.dispose();
  }
});
