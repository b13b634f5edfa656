import { mortalEra, type Runtime } from "@myelin/frame";
import { concat } from "@myelin/primitives/bytes";
import { toHex } from "@myelin/primitives/hex";
import { type Keypair, keypairFromUri } from "@myelin/primitives/keys";
import { compactU32 } from "@myelin/primitives/scale";
import { developmentConfig } from "@myelin/runtime";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { developmentSpec } from "../chain/chain-spec.ts";
import { PoolError } from "../pool/errors.ts";
import { temporaryFolder } from "../state/testing.ts";
import {
  alice,
  bob,
  charlie,
  dave,
  eve,
  remark,
  type SigningOptions,
  signedBy,
  transferTo,
} from "../testing/signing.ts";
import { Node } from "./node.ts";

const folder = temporaryFolder();
let node: Node;
let chain: Chain;
let runtime: Runtime;

beforeAll(async () => {
  node = await Node.start({ dir: folder.dir, sealing: "manual", rpc: false, log: "silent" });
  ({ chain } = node);
  ({ runtime } = chain);
  await node.time.step(3);
});
afterAll(async () => {
  await node.stop();
  folder.dispose();
});

const one = transferTo(bob.accountId, 1_000n);
const sign = (key: Keypair, options: SigningOptions, call = one) => signedBy(chain, key, call, options);

/** What an RPC client is told. */
async function refusal(bytes: Uint8Array) {
  const error = await chain.submit(bytes).catch((reason: unknown) => reason);
  if (error instanceof PoolError) return error.rpc;
  throw new Error("the extrinsic was not refused by the pool", { cause: error });
}

const invalid = (data: string) => ({ code: 1010, message: "Invalid Transaction", data });

describe("signatures", () => {
  it("must be good", async () => {
    const forged = sign(alice, { nonce: 0, signature: () => ({ type: "Sr25519", value: new Uint8Array(64).fill(1) }) });
    expect(await refusal(forged)).toEqual(invalid("Transaction has a bad signature"));
    const others = sign(alice, { nonce: 0, signature: (message) => ({ type: "Sr25519", value: bob.sign(message) }) });
    expect(await refusal(others)).toEqual(invalid("Transaction has a bad signature"));
    expect(await refusal(others)).toEqual({ code: 1012, message: "Transaction is temporarily banned" });
  });

  it("must be for this network and this call", async () => {
    const elsewhere = sign(alice, { nonce: 0, genesisHash: `0x${"11".repeat(32)}` });
    expect(await refusal(elsewhere)).toEqual(invalid("Transaction has a bad signature"));
    const changed = sign(alice, { nonce: 0 });
    changed[changed.length - 1] ^= 1;
    expect(await refusal(changed)).toEqual(invalid("Transaction has a bad signature"));
  });

  it("may be of any scheme", async () => {
    const ed = keypairFromUri("//Alice", "ed25519");
    const signature = (message: Uint8Array) => ({ type: "Ed25519", value: ed.sign(message) }) as const;
    expect(await refusal(signedBy(chain, ed, one, { nonce: 0, signature }))).toEqual(
      invalid("Inability to pay some fees (e.g. account balance too low)"),
    );
    const ecdsa = sign(alice, { nonce: 0, signature: () => ({ type: "Ecdsa", value: new Uint8Array(65).fill(1) }) });
    expect(await refusal(ecdsa)).toEqual(invalid("Transaction has a bad signature"));
  });
});

it("refuses an outdated nonce", async () => {
  await chain.submit(sign(charlie, { nonce: 0 }));
  await node.time.step();
  const outdated = sign(charlie, { nonce: 0 }, remark(Uint8Array.of(1)));
  expect(await refusal(outdated)).toEqual(invalid("Transaction is outdated"));
});

describe("eras", () => {
  it("must begin with a block that is not forgotten", async () => {
    const { dir, dispose } = temporaryFolder();
    const spec = developmentSpec({ config: { ...developmentConfig, blockHashCount: 8 } });
    const forgetful = await Node.start({ dir, spec, sealing: "manual", rpc: false, log: "silent" });
    await forgetful.time.step(30);
    const submit = (born: number) => {
      const era = mortalEra(64, born);
      return forgetful.chain.submit(signedBy(forgetful.chain, dave, one, { nonce: 0, era }));
    };
    await expect(submit(2)).rejects.toMatchObject({ rpc: invalid("Transaction has an ancient birth block") });
    await expect(submit(21)).rejects.toMatchObject({ rpc: invalid("Transaction has an ancient birth block") });
    await submit(22);
    await forgetful.stop();
    dispose();
  });

  it("must not begin with a block to come", async () => {
    const next = chain.head().number + 1;
    const { genesisHash } = chain;
    const guessing = { runtime, genesisHash, head: () => ({ number: next }), header: () => ({ hash: genesisHash }) };
    const unborn = signedBy(guessing, dave, one, { nonce: 0, era: mortalEra(4, next), blockNumber: next });
    expect(await refusal(unborn)).toEqual(invalid("Transaction has an ancient birth block"));
  });

  it("end: the transaction leaves the pool", async () => {
    const era = mortalEra(4, chain.head().number);
    const statuses: string[] = [];
    await node.time.step();
    // a gap of nonces keeps it from being included
    await chain.watch(sign(dave, { nonce: 5, era }), ({ type }) => statuses.push(type));
    await node.time.step(6);
    expect(statuses).toEqual(["future", "invalid"]);
  });
});

it("refuses who cannot pay", async () => {
  const stranger = keypairFromUri("//Nobody");
  expect(await refusal(sign(stranger, { nonce: 0 }))).toEqual(
    invalid("Inability to pay some fees (e.g. account balance too low)"),
  );
});

it("refuses what fills more than a block", async () => {
  const long = sign(eve, { nonce: 0 }, remark(new Uint8Array(9_000_000)));
  expect(await refusal(long)).toEqual(invalid("Transaction would exhaust the block limits"));
  const longer = concat(compactU32.encode(12_000_000), new Uint8Array(12_000_000));
  expect(await refusal(longer)).toEqual(invalid("Transaction would exhaust the block limits"));
});

it("refuses bare transactions and inherents", async () => {
  const now = { type: "Timestamp", value: { type: "set", value: { now: 1n } } };
  expect(await refusal(runtime.encodeBare(now))).toMatchObject({ code: 1010 });
  expect(await refusal(runtime.encodeBare(remark(new Uint8Array())))).toEqual({
    code: 1011,
    message: "Unknown Transaction Validity",
    data: "NoUnsignedValidator",
  });
});

it("refuses Sudo calls of others than the sudo key", async () => {
  const sudo = { type: "Sudo", value: { type: "sudo", value: { call: remark(new Uint8Array()) } } };
  expect(await refusal(sign(eve, { nonce: 0 }, sudo))).toEqual(invalid("Invalid signing address"));
});

describe("hostile bytes", () => {
  const framed = (...content: number[]) => concat(compactU32.encode(content.length), Uint8Array.from(content));

  it("with an unknown pallet, call or version are no extrinsics of this chain", async () => {
    const good = sign(eve, { nonce: 0 });
    const call = runtime.decodeExtrinsic(good).callRange[0];
    for (const [at, value] of [
      [call, 0xee],
      [call + 1, 0xee],
      [2, 0x86],
    ] as const) {
      const bad = good.slice();
      bad[at] = value;
      expect((await refusal(bad)).code).toBe(1002);
    }
  });

  it("with a wrong length have an invalid format", async () => {
    const good = sign(eve, { nonce: 0 });
    for (const bad of [
      new Uint8Array(),
      good.subarray(2),
      concat(good, Uint8Array.of(0)),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff),
      Uint8Array.of(0xfe, 0xff, 0xff, 0xff),
    ]) {
      expect((await refusal(bad)).code).toBe(1001);
    }
  });

  it("that announce huge vectors cost nothing", async () => {
    const vector = framed(0x05, 0, 0, 0xfe, 0xff, 0xff, 0xff, 1, 2, 3);
    expect((await refusal(vector)).code).toBe(1002);
  });

  it("that nest calls without end are refused", async () => {
    const deep = Uint8Array.from({ length: 60_000 }, (_, i) => (i % 2 === 0 ? 12 : 0));
    expect((await refusal(framed(0x05, ...deep))).code).toBe(1002);
  });

  it("never crash the node nor change the state, cut or mutated as they may be", async () => {
    const before = { head: chain.head().hash, pool: chain.pool.status };
    const good = sign(eve, { nonce: 0 });
    for (let length = 0; length < good.length; length++) {
      const body = good.subarray(2, length);
      expect((await refusal(concat(compactU32.encode(body.length), body))).code).toBeGreaterThanOrEqual(1001);
    }
    const mutation = fc.record({ at: fc.nat(good.length - 1), value: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, value }) => {
        const bad = good.slice();
        bad[at] ^= value;
        expect([1001, 1002, 1010, 1011, 1012]).toContain((await refusal(bad)).code);
      }),
      { numRuns: 300 },
    );
    expect({ head: chain.head().hash, pool: chain.pool.status }).toEqual(before);
    const hash = await chain.submit(good);
    await node.time.step();
    expect(chain.body(chain.head().hash)!.map(toHex)).toContain(toHex(good));
    expect(chain.pool.has(hash)).toBe(false);
  });
});
