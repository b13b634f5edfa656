import {
  type AccountId,
  type Extrinsic,
  extrinsicHash,
  type Hash,
  invalid,
  type ValidTransaction,
} from "@myelin/frame";
import { concat } from "@myelin/primitives/bytes";
import { fromHex } from "@myelin/primitives/hex";
import { compactU32, u32 } from "@myelin/primitives/scale";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PoolBackend } from "./backend.ts";
import { PoolError } from "./errors.ts";
import { TransactionPool } from "./pool.ts";
import type { TransactionStatus } from "./status.ts";

/** Transactions of one byte for each property: account, nonce, priority, blocks to live (0: for ever), salt. */
interface Spec {
  readonly who: number;
  readonly nonce: number;
  readonly priority?: number;
  readonly lives?: number;
  readonly salt?: number;
}

function bytesOf({ who, nonce, priority = 1, lives = 0, salt = 0 }: Spec): Uint8Array {
  const body = Uint8Array.of(who, nonce, priority, lives, salt);
  return concat(compactU32.encode(body.length), body);
}

const account = (who: number): AccountId => `0x${who.toString(16).padStart(64, "0")}`;

/** A chain whose accounts have nonces, and may be unable to pay or to sign. */
class FakeBackend implements PoolBackend {
  head = 0;
  readonly longest = 100;
  readonly nonces = new Map<AccountId, number>();
  readonly poor = new Set<AccountId>();
  readonly forged = new Set<number>();

  decode(bytes: Uint8Array): Extrinsic {
    const address = { type: "Id", value: account(bytes[1]!) } as const;
    const signature = { type: "Sr25519", value: new Uint8Array(64) } as const;
    const call = { type: "System", value: { type: "remark", value: {} } };
    return {
      kind: "signed",
      bytes,
      signed: { address, signature },
      extra: [],
      extraRange: [0, 0],
      call,
      callRange: [0, 0],
      callDepth: 1,
    };
  }

  async verify({ bytes }: Extrinsic): Promise<boolean> {
    await Promise.resolve();
    return !this.forged.has(bytes[1]!);
  }

  validate({ bytes }: Extrinsic): ValidTransaction {
    const [, who, nonce, priority, lives] = bytes as unknown as [number, number, number, number, number];
    const onChain = this.nonce(account(who));
    if (nonce < onChain) throw invalid("Stale");
    if (this.poor.has(account(who))) throw invalid("Payment");
    const tag = (n: number) => concat(fromHex(account(who)), u32.encode(n));
    return {
      priority: BigInt(priority),
      provides: [tag(nonce)],
      requires: nonce > onChain ? [tag(nonce - 1)] : [],
      longevity: lives === 0 ? (1n << 64n) - 1n : BigInt(lives),
      propagate: true,
    };
  }

  nonce(who: AccountId): number {
    return this.nonces.get(who) ?? 0;
  }
}

function setup(limits: ConstructorParameters<typeof TransactionPool>[1] = {}) {
  const backend = new FakeBackend();
  let now = 0;
  const pool = new TransactionPool(backend, limits, () => now);
  const submit = (spec: Spec) => pool.submit(bytesOf(spec));
  const refusal = async (spec: Spec) => {
    const error = await submit(spec).catch((reason: unknown) => reason);
    return error instanceof PoolError ? error.rpc.code : error;
  };
  const order = () => pool.pending().map((bytes) => [bytes[1], bytes[2]]);
  /** Commits a block of these transactions. */
  const block = (included: Spec[], touched: number[] = []) => {
    backend.head += 1;
    for (const { who, nonce } of included) backend.nonces.set(account(who), nonce + 1);
    const accounts = [...included.map(({ who }) => who), ...touched].map(account);
    const changes = new Map(accounts.map((who) => [System.Account.key(who), new Uint8Array()] as const));
    pool.onBlock({ number: backend.head, hash: hashOf(backend.head), body: included.map(bytesOf), changes });
  };
  const wait = (milliseconds: number) => {
    now += milliseconds;
  };
  return { backend, pool, submit, refusal, order, block, wait };
}

const hashOf = (number: number): Hash => `0x${number.toString(16).padStart(64, "f")}`;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("nonces", () => {
  it("holds back what comes after a gap, and gives it free when the gap closes", async () => {
    const { pool, submit, order } = setup();
    await submit({ who: 1, nonce: 2 });
    await submit({ who: 1, nonce: 0 });
    expect(order()).toEqual([[1, 0]]);
    expect(pool.status).toEqual({ ready: 1, future: 1, bytes: 12 });
    expect(pool.nextNonce(account(1), 0)).toBe(1);
    await submit({ who: 1, nonce: 1 });
    expect(order()).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(pool.status).toMatchObject({ ready: 3, future: 0 });
    expect(pool.nextNonce(account(1), 0)).toBe(3);
  });

  it("begins where the account is", async () => {
    const { backend, submit, order } = setup();
    backend.nonces.set(account(1), 7);
    await submit({ who: 1, nonce: 8 });
    expect(order()).toEqual([]);
    await submit({ who: 1, nonce: 7 });
    expect(order()).toEqual([
      [1, 7],
      [1, 8],
    ]);
  });

  it("takes out a transaction with those that need it", async () => {
    const { pool, submit, order } = setup();
    const hashes: Hash[] = [];
    for (const nonce of [0, 1, 2]) hashes.push(await submit({ who: 1, nonce }));
    expect(pool.remove(hashes[1]!)).toEqual(hashes.slice(1));
    expect(order()).toEqual([[1, 0]]);
    expect(pool.remove(hashes[1]!)).toEqual([]);
  });
});

describe("order", () => {
  it("goes by priority, then by arrival, and never against the nonces of an account", async () => {
    const { submit, order } = setup();
    await submit({ who: 1, nonce: 0 });
    await submit({ who: 2, nonce: 0 });
    await submit({ who: 1, nonce: 1, priority: 9 });
    await submit({ who: 3, nonce: 0, priority: 5 });
    expect(order()).toEqual([
      [3, 0],
      [1, 0],
      [1, 1],
      [2, 0],
    ]);
  });

  it("replaces a transaction only by one of higher priority", async () => {
    const { pool, submit, refusal, order } = setup();
    const statuses: TransactionStatus[] = [];
    await pool.watch(bytesOf({ who: 1, nonce: 0, priority: 3 }), (status) => statuses.push(status));
    expect(await refusal({ who: 1, nonce: 0, priority: 3, salt: 1 })).toBe(1014);
    const by = await submit({ who: 1, nonce: 0, priority: 4 });
    await turn();
    expect(statuses).toEqual([{ type: "ready" }, { type: "usurped", by }]);
    expect(order()).toEqual([[1, 0]]);
    expect(pool.status).toEqual({ ready: 1, future: 0, bytes: 6 });
  });
});

describe("limits", () => {
  it("refuses what finds no room", async () => {
    const { submit, refusal } = setup({ count: 3, futureCount: 1 });
    await submit({ who: 1, nonce: 1 });
    expect(await refusal({ who: 2, nonce: 1 })).toBe(1016);
    await submit({ who: 2, nonce: 0 });
    await submit({ who: 3, nonce: 0 });
    expect(await refusal({ who: 4, nonce: 0 })).toBe(1016);
  });

  it("counts bytes, and the transactions of one account", async () => {
    const bytes = setup({ bytes: 13 });
    await bytes.submit({ who: 1, nonce: 0 });
    await bytes.submit({ who: 1, nonce: 1 });
    expect(await bytes.refusal({ who: 1, nonce: 2 })).toBe(1016);
    const sender = setup({ perSender: 2 });
    await sender.submit({ who: 1, nonce: 0 });
    await sender.submit({ who: 1, nonce: 1 });
    expect(await sender.refusal({ who: 1, nonce: 2 })).toBe(1016);
    await sender.submit({ who: 2, nonce: 0 });
  });

  it("can do without future transactions", async () => {
    const { refusal } = setup({ futureCount: 0 });
    expect(await refusal({ who: 1, nonce: 1 })).toBe(1021);
  });

  it("refuses what is longer than a block before it is read", async () => {
    const { pool } = setup();
    const long = concat(compactU32.encode(200), new Uint8Array(200));
    await expect(pool.submit(long)).rejects.toMatchObject({ rpc: { code: 1010 } });
  });
});

describe("what was seen before", () => {
  it("is told apart: waiting, being checked, included, found invalid", async () => {
    const { pool, backend, submit, refusal, block } = setup();
    const first = submit({ who: 1, nonce: 0 });
    expect(await refusal({ who: 1, nonce: 0 })).toBe(1013);
    await first;
    expect(await refusal({ who: 1, nonce: 0 })).toBe(1013);
    block([{ who: 1, nonce: 0 }]);
    expect(await refusal({ who: 1, nonce: 0 })).toBe(1012);
    backend.forged.add(2);
    expect(await refusal({ who: 2, nonce: 0 })).toBe(1010);
    expect(await refusal({ who: 2, nonce: 0 })).toBe(1012);
    expect(pool.status).toEqual({ ready: 0, future: 0, bytes: 0 });
  });

  it("may come again after half an hour", async () => {
    const { backend, submit, refusal, order, wait } = setup();
    backend.poor.add(account(1));
    expect(await refusal({ who: 1, nonce: 0 })).toBe(1010);
    backend.poor.clear();
    expect(await refusal({ who: 1, nonce: 0 })).toBe(1012);
    wait(30 * 60 * 1000);
    await submit({ who: 1, nonce: 0 });
    expect(order()).toEqual([[1, 0]]);
  });

  it("can be watched by several", async () => {
    const { pool, block } = setup();
    const seen: string[] = [];
    const bytes = bytesOf({ who: 1, nonce: 0 });
    const [first] = await Promise.all([
      pool.watch(bytes, ({ type }) => seen.push(`a ${type}`)),
      pool.watch(bytes, ({ type }) => seen.push(`b ${type}`)),
    ]);
    await turn();
    first.unwatch();
    block([{ who: 1, nonce: 0 }]);
    expect(seen.slice(0, 2).sort()).toEqual(["a ready", "b ready"]);
    expect(seen.slice(2)).toEqual(["b inBlock", "b finalized"]);
  });
});

describe("blocks", () => {
  it("tells where a transaction was included", async () => {
    const { pool, block } = setup();
    const statuses: TransactionStatus[] = [];
    await pool.watch(bytesOf({ who: 1, nonce: 0 }), (status) => statuses.push(status));
    await turn();
    block([
      { who: 2, nonce: 0 },
      { who: 1, nonce: 0 },
    ]);
    const place = { block: hashOf(1), number: 1, index: 1 };
    expect(statuses).toEqual([{ type: "ready" }, { type: "inBlock", ...place }, { type: "finalized", ...place }]);
  });

  it("makes an era end", async () => {
    const { pool, order, block } = setup();
    const statuses: TransactionStatus[] = [];
    await pool.watch(bytesOf({ who: 1, nonce: 0, lives: 2 }), (status) => statuses.push(status));
    await turn();
    block([]);
    expect(order()).toEqual([[1, 0]]);
    block([]);
    expect(order()).toEqual([]);
    expect(statuses.at(-1)).toMatchObject({ type: "invalid" });
  });

  it("makes outdated what another transaction of the same nonce was included for", async () => {
    const { pool, order, submit, block } = setup();
    const statuses: TransactionStatus[] = [];
    await pool.watch(bytesOf({ who: 1, nonce: 0 }), (status) => statuses.push(status));
    await submit({ who: 1, nonce: 1 });
    block([{ who: 1, nonce: 0, salt: 9 }]);
    await turn();
    expect(statuses.at(-1)).toEqual({ type: "invalid", reason: "Transaction is outdated" });
    expect(order()).toEqual([[1, 1]]);
  });

  it("drops what can no longer be paid; later ones of the account wait", async () => {
    const { backend, pool, submit, block } = setup();
    await submit({ who: 1, nonce: 0 });
    await submit({ who: 1, nonce: 1 });
    backend.poor.add(account(1));
    block([], [1]);
    await turn();
    expect(pool.status).toMatchObject({ ready: 0, future: 1 });
  });
});

it("keeps its counts true whatever happens", async () => {
  const spec = fc.record({
    who: fc.nat(3),
    nonce: fc.nat(5),
    priority: fc.integer({ min: 1, max: 3 }),
    lives: fc.nat(3),
    salt: fc.nat(1),
  });
  const step = fc.oneof(
    fc.record({ submit: spec }),
    fc.record({ block: fc.nat(3) }),
    fc.record({ remove: spec }),
    fc.record({ refuse: fc.constant(true) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { backend, pool, submit, block, order } = setup({ perSender: 4, futureCount: 3 });
      const known = new Set<Hash>();
      for (const each of steps) {
        if ("submit" in each)
          await submit(each.submit).then(
            (hash) => known.add(hash),
            () => undefined,
          );
        else if ("remove" in each) pool.remove(extrinsicHash(bytesOf(each.remove)));
        else if ("refuse" in each) {
          const [first] = pool.inBlockOrder();
          if (first) pool.refuse(first, invalid("Payment"));
        } else {
          const taken = [...pool.inBlockOrder()].slice(0, each.block).map(({ extrinsic: { bytes } }) => bytes);
          block(
            taken.map(([, who, nonce, priority, lives, salt]) => ({ who, nonce, priority, lives, salt })) as Spec[],
          );
          await turn();
        }
      }
      const held = [...known].map((hash) => pool.get(hash)).filter((transaction) => transaction !== undefined);
      const { ready, future, bytes } = pool.status;
      expect(ready + future).toBe(held.length);
      expect(bytes).toBe(6 * held.length);
      expect(order()).toHaveLength(ready);
      for (const who of [0, 1, 2, 3]) {
        const nonces = order()
          .filter(([sender]) => sender === who)
          .map(([, nonce]) => nonce!);
        expect(nonces).toEqual(nonces.map((_, i) => backend.nonce(account(who)) + i));
      }
    }),
    { numRuns: 150 },
  );
});
