import { ROOT, signed } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, TestChain } from "../../testing/harness.ts";
import { canDecProvider, decConsumers, decProviders, incConsumers, incProviders, MAX_CONSUMERS } from "./accounts.ts";
import { S } from "./storage.ts";

const ALICE = account("Alice");
const NEW = account("nobody yet");

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

describe("references (substrate/frame/system/src/lib.rs)", () => {
  it("create an account with its first provider and reap it with its last", () => {
    const { ctx } = chain;
    incProviders(ctx, NEW);
    incProviders(ctx, NEW);
    decProviders(ctx, NEW);
    expect(S.Account.contains(ctx, NEW)).toBe(true);
    decProviders(ctx, NEW);
    expect(S.Account.contains(ctx, NEW)).toBe(false);
    expect(chain.eventsOf("System", "NewAccount")).toEqual([{ account: NEW }]);
    expect(chain.eventsOf("System", "KilledAccount")).toEqual([{ account: NEW }]);
  });

  it("hold an account that somebody consumes", () => {
    const { ctx } = chain;
    incConsumers(ctx, ALICE);
    expect(canDecProvider(ctx, ALICE)).toBe(false);
    expect(() => decProviders(ctx, ALICE)).toThrow("consumer");
    decConsumers(ctx, ALICE);
    expect(canDecProvider(ctx, ALICE)).toBe(true);
  });

  it("allow sixteen consumers, and none without a provider", () => {
    const { ctx } = chain;
    for (let i = 0; i < MAX_CONSUMERS; i++) incConsumers(ctx, ALICE);
    expect(() => incConsumers(ctx, ALICE)).toThrow("too many consumers");
    expect(() => incConsumers(ctx, NEW)).toThrow("no providers");
  });
});

describe("blocks", () => {
  it("know number, parent, digest and the hashes of their ancestors", () => {
    chain.nextBlock(2);
    expect(S.Number.get(chain.ctx)).toBe(3);
    expect(S.BlockHash.get(chain.ctx, 2)).toBe(S.ParentHash.get(chain.ctx));
    expect(S.BlockHash.get(chain.ctx, 0)).toBe(chain.genesisHash);
    expect(S.Digest.get(chain.ctx).logs).toHaveLength(1);
  });

  it("forget hashes beyond the ring, but never that of genesis", () => {
    const small = new TestChain({ config: { blockHashCount: 3 } });
    small.nextBlock(8);
    const known = [...S.BlockHash.keys(small.ctx)].sort((a, b) => a - b);
    expect(known).toEqual([0, 5, 6, 7, 8]);
  });

  it("store their events and drop what lives for one block", () => {
    const remark = chain.runtime.encodeBare(callOf("System", "remark", { remark: new Uint8Array(3) }));
    expect(() => chain.apply(remark)).toThrow("NoUnsignedValidator");
    chain.nextBlock();
    const events = chain.runtime.decodeEvents(chain.state.get(S.Events.key())!);
    expect(events.map(({ event }) => event.value.type)).toContain("ExtrinsicSuccess");
    expect(chain.state.get(S.ExtrinsicCount.key())).toBeUndefined();
    expect(chain.state.get(S.ExtrinsicData.key(0))).toBeUndefined();
    expect(chain.state.get(S.AllExtrinsicsLen.key())).toBeUndefined();
    expect(chain.state.get(S.ExecutionPhase.key())).toBeUndefined();
  });
});

describe("calls", () => {
  it("hash a remark into an event", () => {
    const remark = new TextEncoder().encode("hello");
    chain.call(signed(ALICE), "System", "remark_with_event", { remark });
    expect(chain.eventsOf("System", "Remarked")).toEqual([{ sender: ALICE, hash: toHex(blake2b256(remark)) }]);
  });

  it("let root write, delete and clear raw storage", () => {
    const key = (n: number) => Uint8Array.of(0xaa, n);
    const items = [1, 2, 3].map((n) => [key(n), Uint8Array.of(n)]);
    chain.call(ROOT, "System", "set_storage", { items });
    chain.call(ROOT, "System", "kill_storage", { keys: [key(2)] });
    const left = () => [...chain.ctx.state.keysWithPrefix("0xaa")];
    expect(left()).toEqual(["0xaa01", "0xaa03"]);
    chain.call(ROOT, "System", "kill_prefix", { prefix: fromHex("0xaa"), subkeys: 1 });
    expect(left()).toEqual(["0xaa03"]);
    expect(chain.failure(signed(ALICE), "System", "set_storage", { items })).toBe("BadOrigin");
  });
});
