import { createMyelinRuntime, developmentConfig } from "@myelin/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RuntimeBackend } from "../pool/backend.ts";
import { TransactionPool } from "../pool/pool.ts";
import { ShieldKeyring } from "../shield/keyring.ts";
import { SignatureVerifier } from "../signatures/verifier.ts";
import type { StateDb } from "../state/index.ts";
import { temporaryFolder } from "../state/testing.ts";
import { alice, bob, charlie, signedBy, transferTo } from "../testing/signing.ts";
import { developmentSpec } from "./chain-spec.ts";
import { openDatabase } from "./database.ts";
import { StateMachine } from "./state-machine.ts";

const spec = developmentSpec();
const runtime = createMyelinRuntime(developmentConfig);
const verifier = new SignatureVerifier({ threads: 1 });
const folders: (() => void)[] = [];
const databases: StateDb[] = [];
const TIME = 1_760_000_000_000;

/** A validator with a database of its own. */
async function validator() {
  const { dir, dispose } = temporaryFolder();
  folders.push(dispose);
  const db = await openDatabase(dir, spec, runtime);
  databases.push(db);
  const pool = new TransactionPool(new RuntimeBackend(runtime, db, verifier, spec.config));
  const app = new StateMachine({
    spec,
    runtime,
    db,
    pool,
    verifier,
    shield: new ShieldKeyring(),
    version: "0",
    onCommit: (block) => pool.onBlock(block),
  });
  const header = (number: number) => db.header(number);
  const chain = { runtime, genesisHash: db.genesisHash, head: () => db.head, header };
  return { app, db, pool, chain };
}

type Validator = Awaited<ReturnType<typeof validator>>;
let proposer: Validator;
let other: Validator;

beforeAll(async () => {
  proposer = await validator();
  other = await validator();
});
afterAll(async () => {
  await verifier.close();
  for (const db of databases) await db.close();
  for (const dispose of folders) dispose();
});

/** Both validators decide the proposer's block. */
async function decide(height: number): Promise<readonly Uint8Array[]> {
  const time = TIME + height * 1_000;
  const { txs } = await proposer.app.prepareProposal({ height, time, maxTxBytes: 1_000_000, budget: 1_000 });
  const hashes: string[] = [];
  for (const { app } of [proposer, other]) {
    expect(await app.processProposal({ height, time, txs })).toEqual({ accept: true });
    const { appHash, txResults } = await app.finalizeBlock({ height, time, txs });
    expect(txResults).toHaveLength(txs.length);
    await app.commit();
    hashes.push(appHash);
  }
  expect(hashes[0]).toBe(hashes[1]);
  return txs;
}

it("comes to the same hash on every validator", async () => {
  expect(await decide(1)).toHaveLength(1);
  const { chain, app } = proposer;
  const accepted = await app.checkTx(signedBy(chain, alice, transferTo(bob.accountId, 5n), { nonce: 0 }));
  expect(accepted).toMatchObject({ code: 0 });
  const poor = await app.checkTx(signedBy(chain, charlie, transferTo(bob.accountId, 10n ** 18n), { nonce: 0 }));
  expect(poor).toMatchObject({ code: 0 });
  expect(await decide(2)).toHaveLength(3);
  expect(other.db.head).toEqual(proposer.db.head);
  expect(proposer.pool.status.ready).toBe(0);
  expect(app.info()).toMatchObject({ lastBlockHeight: 2, lastBlockAppHash: proposer.db.head.hash });
});

it("answers a refused transaction with its code", async () => {
  const forged = signedBy(proposer.chain, alice, transferTo(bob.accountId, 5n), {
    nonce: 1,
    signature: () => ({ type: "Sr25519", value: new Uint8Array(64).fill(9) }),
  });
  expect(await proposer.app.checkTx(forged)).toEqual({
    code: 1010,
    log: "Invalid Transaction: Transaction has a bad signature",
  });
});

describe("a proposal is refused", () => {
  const propose = (...txs: Uint8Array[]) => {
    const height = other.db.head.number + 1;
    return other.app.processProposal({ height, time: TIME + height * 1_000, txs });
  };

  it("with a bad signature", async () => {
    const good = signedBy(other.chain, alice, transferTo(bob.accountId, 5n), { nonce: 1 });
    const bad = good.slice();
    bad[bad.length - 1] ^= 4;
    expect(await propose(good, bad)).toEqual({ accept: false, reason: "a signature is bad" });
    expect(await propose(good)).toEqual({ accept: true });
  });

  it("with a transaction that is outdated, too early, or there twice", async () => {
    const transfer = (nonce: number) => signedBy(other.chain, alice, transferTo(bob.accountId, 5n), { nonce });
    for (const txs of [[transfer(0)], [transfer(2)], [transfer(1), transfer(1)]]) {
      expect(await propose(...txs)).toMatchObject({ accept: false });
    }
  });

  it("with bytes that are no extrinsic, or an inherent among the transactions", async () => {
    const now = { type: "Timestamp", value: { type: "set", value: { now: 1n } } };
    expect(await propose(Uint8Array.of(4, 0))).toMatchObject({ accept: false });
    expect(await propose(runtime.encodeBare(now))).toMatchObject({ accept: false });
    const enc_key = new Uint8Array(1_184);
    const key = runtime.encodeBare({ type: "MevShield", value: { type: "announce_next_key", value: { enc_key } } });
    expect(await propose(key)).toEqual({ accept: true });
    const stray = { accept: false, reason: "an inherent stands among the transactions" };
    expect(await propose(key, key)).toEqual(stray);
    expect(await propose(signedBy(other.chain, alice, transferTo(bob.accountId, 5n), { nonce: 1 }), key)).toEqual(
      stray,
    );
  });

  it("for another height", async () => {
    const verdict = await other.app.processProposal({ height: 9, time: TIME, txs: [] });
    expect(verdict).toMatchObject({ accept: false });
  });
});

it("leaves the state untouched until the commit", async () => {
  const { app, db } = other;
  const before = db.head;
  const height = before.number + 1;
  const time = TIME + height * 1_000;
  await app.prepareProposal({ height, time, maxTxBytes: 1_000, budget: 100 });
  const { appHash } = await app.finalizeBlock({ height, time, txs: [] });
  expect(db.head).toEqual(before);
  expect((await app.finalizeBlock({ height, time, txs: [] })).appHash).toBe(appHash);
  await app.commit();
  expect(db.head.hash).toBe(appHash);
  await expect(app.commit()).rejects.toMatchObject({ code: "CHAIN_INVALID_BLOCK" });
});
