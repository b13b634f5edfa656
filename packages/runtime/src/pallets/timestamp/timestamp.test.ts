import { type DigestItemValue, NONE, signed } from "@myelin/frame";
import { fromHex } from "@myelin/primitives/hex";
import { u64 } from "@myelin/primitives/scale";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, TestChain } from "../../testing/harness.ts";
import { blockAuthor } from "../aura/author.ts";
import { slotDigest, slotOf } from "../aura/slots.ts";
import { S as Aura } from "../aura/storage.ts";
import { TIMESTAMP_INHERENT } from "./inherent.ts";
import { S } from "./storage.ts";

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

/** Opens a block on top of the chain's state and sets its time. */
function blockAt(now: bigint, digest: DigestItemValue[]) {
  const header = { number: chain.number, parentHash: chain.genesisHash, digest };
  const executor = chain.runtime.startBlock(chain.state, header);
  return {
    executor,
    set: () => executor.applyExtrinsic(chain.runtime.encodeBare(callOf("Timestamp", "set", { now }))),
  };
}

describe("time (substrate/frame/timestamp/src/lib.rs)", () => {
  it("moves with each block", () => {
    const before = S.Now.get(chain.ctx);
    chain.nextBlock();
    expect(S.Now.get(chain.ctx) - before).toBe(1_000n);
  });

  it("is set once a block, by nobody but the author", () => {
    const now = S.Now.get(chain.ctx) + 5_000n;
    expect(() => chain.dispatch(NONE, callOf("Timestamp", "set", { now }))).toThrow("only once");
    expect(chain.failure(signed(account("Alice")), "Timestamp", "set", { now })).toBe("BadOrigin");
  });

  it("leaves half a slot between blocks at least", () => {
    chain.nextBlock();
    const last = u64.decode(chain.state.get(S.Now.key())!);
    const [early, due] = [last + 499n, last + 500n];
    expect(() => blockAt(early, []).set()).toThrow("at least 500 ms");
    expect(blockAt(due, []).set()).toEqual({ ok: true });
  });

  it("must be set", () => {
    chain.nextBlock();
    expect(() => blockAt(0n, []).executor.finish()).toThrow("once in the block");
  });

  it("is proposed no earlier than the rules allow, and checked against the clock", () => {
    chain.nextBlock();
    const last = u64.decode(chain.state.get(S.Now.key())!);
    const { executor } = blockAt(0n, []);
    const [inherent] = executor.inherents(new Map([[TIMESTAMP_INHERENT, u64.encode(last)]]));
    const decoded = chain.runtime.decodeExtrinsic(inherent!);
    expect(decoded.call.value.value).toEqual({ now: last + 500n });
    const clock = (ms: bigint) => new Map([[TIMESTAMP_INHERENT, u64.encode(ms)]]);
    executor.checkInherents([decoded], clock(last));
    expect(() => executor.checkInherents([decoded], clock(last - 40_000n))).toThrow("too far in the future");
  });
});

describe("slots (substrate/frame/aura/src/lib.rs)", () => {
  it("are read from the header", () => {
    const digest = slotDigest(77n);
    expect(slotOf([digest])).toBe(77n);
    expect(slotOf([])).toBeUndefined();
    expect(slotOf([{ type: "PreRuntime", value: [fromHex("0x42414245"), u64.encode(1n)] }])).toBeUndefined();
  });

  it("only grow, and agree with the time", () => {
    chain.nextBlock();
    const slot = u64.decode(chain.state.get(Aura.CurrentSlot.key())!);
    expect(() => blockAt(0n, [slotDigest(slot)])).toThrow("Slot must increase");
    const next = slot + 1n;
    expect(() => blockAt((next + 1n) * 1_000n, [slotDigest(next)]).set()).toThrow("must match");
    expect(blockAt(next * 1_000n, [slotDigest(next)]).set()).toEqual({ ok: true });
  });

  it("name the author by turns; nobody without a slot", () => {
    const [one, two] = [account("One"), account("Two")];
    Aura.Authorities.set(chain.ctx, [one, two]);
    const slot = Aura.CurrentSlot.get(chain.ctx);
    expect(blockAuthor(chain.ctx)).toBe(slot % 2n === 0n ? one : two);
    chain.nextBlock();
    expect(blockAuthor(blockAt(0n, []).executor.context)).toBeUndefined();
  });
});
