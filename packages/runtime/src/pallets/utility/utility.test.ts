import { NONE, ROOT, signed } from "@myelin/frame";
import { keypairFromUri } from "@myelin/primitives/keys";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { freeBalance } from "../balances/balances.ts";
import { derivativeAccountId } from "./derivative.ts";
import { BATCHED_CALLS_LIMIT } from "./limits.ts";

const [ALICE, BOB, DAVE] = [account("Alice"), account("Bob"), account("Dave")];
const send = (value: bigint) => callOf("Balances", "transfer_keep_alive", { dest: id(BOB), value });
/** More than Alice has, less than there is. */
const TOO_MUCH = send(2_000_000_000_000_000n);
const batch = (name: string, calls: unknown[]) => callOf("Utility", name, { calls });

let chain: TestChain;
let rich: bigint;
beforeEach(() => {
  chain = new TestChain();
  rich = freeBalance(chain.ctx, BOB);
});

const gained = () => freeBalance(chain.ctx, BOB) - rich;
const utilityEvents = () => chain.eventNames().filter((name) => name.startsWith("Utility."));
const fails = (call: ReturnType<typeof callOf>, origin = signed(ALICE)) =>
  chain.failure(origin, call.type, call.value.type, call.value.value);

describe("batches (pallets/utility/src/lib.rs)", () => {
  it("stop at the first failure and keep what was done", () => {
    chain.dispatch(signed(ALICE), batch("batch", [send(1n), TOO_MUCH, send(2n)]));
    expect(gained()).toBe(1n);
    expect(utilityEvents()).toEqual(["Utility.ItemCompleted", "Utility.BatchInterrupted"]);
    expect(chain.eventsOf("Utility", "BatchInterrupted")).toEqual([
      { index: 1, error: { type: "Token", value: "FundsUnavailable" } },
    ]);
  });

  it("undo all with batch_all", () => {
    expect(fails(batch("batch_all", [send(1n), TOO_MUCH]))).toBe("Token.FundsUnavailable");
    expect(gained()).toBe(0n);
    expect(utilityEvents()).toEqual([]);
    chain.dispatch(signed(ALICE), batch("batch_all", [send(1n), send(2n)]));
    expect(gained()).toBe(3n);
  });

  it("go on with force_batch", () => {
    chain.dispatch(signed(ALICE), batch("force_batch", [send(1n), TOO_MUCH, send(2n)]));
    expect(gained()).toBe(3n);
    expect(utilityEvents()).toEqual([
      "Utility.ItemCompleted",
      "Utility.ItemFailed",
      "Utility.ItemCompleted",
      "Utility.BatchCompletedWithErrors",
    ]);
  });

  it("weigh what they hold, and correct it to what was done", () => {
    const whole = batch("batch", [send(1n), send(2n), send(3n)]);
    const announced = chain.ctx.dispatchInfo(whole).weight;
    expect(announced.refTime).toBe(
      3n * chain.ctx.dispatchInfo(send(1n)).weight.refTime + 19_446_696n + 3n * 5_450_264n + 50_000_000n,
    );
    expect(chain.dispatch(signed(ALICE), whole).actualWeight).toEqual(announced);
    const broken = chain.dispatch(signed(ALICE), batch("batch", [TOO_MUCH, send(1n)]));
    expect(broken.actualWeight!.refTime).toBeLessThan(announced.refTime);
  });

  it("are free when all their calls are", () => {
    const free = callOf("Commitments", "set_commitment", { netuid: 1, info: { fields: [] } });
    expect(chain.ctx.dispatchInfo(batch("batch", [free, free])).paysFee).toBe(false);
    expect(chain.ctx.dispatchInfo(batch("batch", [free, send(1n)])).paysFee).toBe(true);
  });

  it("do not hold batches directly, in the pool's eyes neither", () => {
    for (const outer of ["batch", "batch_all", "force_batch"]) {
      expect(fails(batch(outer, [batch("batch", [send(1n)])]))).toBe("System.CallFiltered");
    }
    const alice = keypairFromUri("//Alice");
    const applied = chain.apply(chain.sign(alice, batch("batch", [batch("batch", [])])));
    expect(applied.ok).toBe(false);
  });

  it("have a limit and an origin", () => {
    const calls = new Array(BATCHED_CALLS_LIMIT + 1).fill(callOf("System", "remark", { remark: new Uint8Array() }));
    expect(fails(batch("batch", calls))).toBe("Utility.TooManyCalls");
    expect(fails(batch("batch", []), NONE)).toBe("BadOrigin");
  });
});

describe("other origins", () => {
  it("derive accounts that their owner commands", () => {
    const derived = derivativeAccountId(ALICE, 7);
    chain.call(signed(ALICE), "Balances", "transfer_keep_alive", { dest: id(derived), value: 5_000n });
    chain.call(signed(ALICE), "Utility", "as_derivative", { index: 7, call: send(1_000n) });
    expect(gained()).toBe(1_000n);
    expect(freeBalance(chain.ctx, derived)).toBe(4_000n);
    expect(fails(callOf("Utility", "as_derivative", { index: 8, call: send(1n) }))).toBe("Token.FundsUnavailable");
  });

  it("are root's to choose", () => {
    const as_origin = { type: "system", value: { type: "Signed", value: DAVE } };
    const args = { as_origin, call: send(10n) };
    expect(fails(callOf("Utility", "dispatch_as", args))).toBe("BadOrigin");
    chain.call(ROOT, "Utility", "dispatch_as", args);
    expect(gained()).toBe(10n);
    expect(chain.eventsOf("Utility", "DispatchedAs")).toEqual([{ result: { ok: true, value: undefined } }]);
    const broken = { as_origin, call: TOO_MUCH };
    chain.call(ROOT, "Utility", "dispatch_as", broken);
    expect(chain.failure(ROOT, "Utility", "dispatch_as_fallible", broken)).toBe("Token.FundsUnavailable");
  });

  it("take a weight that root names", () => {
    const remark = callOf("System", "set_storage", { items: [[Uint8Array.of(1, 2), Uint8Array.of(3)]] });
    const heavy = callOf("Utility", "with_weight", { call: remark, weight: { ref_time: 77n, proof_size: 8n } });
    expect(chain.ctx.dispatchInfo(heavy).weight).toEqual({ refTime: 77n, proofSize: 8n });
    chain.dispatch(ROOT, heavy);
    expect(chain.ctx.state.get("0x0102")).toEqual(Uint8Array.of(3));
  });
});

describe("if_else", () => {
  const ifElse = (main: unknown, fallback: unknown) => callOf("Utility", "if_else", { main, fallback });

  it("falls back when the first call fails", () => {
    chain.dispatch(signed(ALICE), ifElse(send(1n), send(2n)));
    expect(gained()).toBe(1n);
    chain.dispatch(signed(ALICE), ifElse(TOO_MUCH, send(2n)));
    expect(gained()).toBe(3n);
    expect(utilityEvents()).toEqual(["Utility.IfElseMainSuccess", "Utility.IfElseFallbackCalled"]);
    expect(fails(ifElse(TOO_MUCH, TOO_MUCH))).toBe("Token.FundsUnavailable");
  });
});
