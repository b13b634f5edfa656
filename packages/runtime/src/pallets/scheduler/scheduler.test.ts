import { type CallValue, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { freeBalance } from "../balances/balances.ts";
import { S as Preimages } from "../preimage/storage.ts";
import { S } from "./storage.ts";
import { WeightMeter } from "./weights.ts";

const [alice, bob] = [account("Alice"), account("Bob")];
const root = { type: "Root" } as const;
const name = new Uint8Array(32).fill(1);

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const give = (value = 5n): CallValue =>
  callOf("Balances", "force_transfer", { source: id(alice), dest: id(bob), value });
const order = (changes = {}) => ({ when: 4, maybe_periodic: undefined, priority: 0, call: give(), ...changes });
const byRoot = (call: string, args: Record<string, unknown>) =>
  chain.failure(root, "Scheduler", call, args)?.replace("Scheduler.", "");
const until = (block: number) => chain.nextBlock(block - chain.number);
const events = () => chain.eventNames().filter((event) => event.startsWith("Scheduler."));
const failing = callOf("Balances", "force_transfer", { source: id(alice), dest: id(bob), value: 10n ** 18n });

describe("scheduler (substrate/frame/scheduler/src/lib.rs)", () => {
  it("runs calls of root at their block", () => {
    const before = freeBalance(chain.ctx, bob);
    expect(chain.failure(signed(alice), "Scheduler", "schedule", order())).toBe("BadOrigin");
    expect(byRoot("schedule", order({ when: 1 }))).toBe("TargetBlockNumberInPast");
    expect(byRoot("schedule", order())).toBeUndefined();
    expect(byRoot("schedule_after", { ...order(), after: 2 })).toBeUndefined(); // block 1 + 2 + 1
    until(3);
    expect(freeBalance(chain.ctx, bob)).toBe(before);
    until(4);
    expect(freeBalance(chain.ctx, bob)).toBe(before + 10n);
    expect(events()).toEqual(["Scheduler.Dispatched", "Scheduler.Dispatched"]);
    expect(S.Agenda.contains(chain.ctx, 4)).toBe(false);
    expect(S.IncompleteSince.get(chain.ctx)).toBe(5);
  });

  it("runs the more urgent first", () => {
    const key = (call: string, value: number) =>
      callOf("System", call, { items: [[Uint8Array.of(9), Uint8Array.of(value)]] });
    expect(byRoot("schedule", order({ priority: 9, call: key("set_storage", 1) }))).toBeUndefined();
    expect(byRoot("schedule", order({ priority: 1, call: key("set_storage", 2) }))).toBeUndefined();
    until(4);
    expect(chain.ctx.state.get("0x09")).toEqual(Uint8Array.of(1));
  });

  it("repeats periodic tasks as often as told", () => {
    const before = freeBalance(chain.ctx, bob);
    expect(byRoot("schedule", order({ when: 2, maybe_periodic: [3, 3] }))).toBeUndefined();
    until(12);
    expect(freeBalance(chain.ctx, bob)).toBe(before + 15n); // blocks 2, 5 and 8
  });

  it("names tasks once, and cancels them by name or place", () => {
    expect(byRoot("schedule_named", { id: name, ...order() })).toBeUndefined();
    expect(byRoot("schedule_named", { id: name, ...order() })).toBe("FailedToSchedule");
    expect(byRoot("schedule", order())).toBeUndefined();
    expect(byRoot("cancel", { when: 4, index: 7 })).toBe("NotFound");
    expect(byRoot("cancel", { when: 4, index: 1 })).toBeUndefined();
    expect(S.Agenda.get(chain.ctx, 4)).toHaveLength(1);
    expect(byRoot("cancel_named", { id: name })).toBeUndefined();
    expect(byRoot("cancel_named", { id: name })).toBe("NotFound");
    expect(S.Agenda.contains(chain.ctx, 4)).toBe(false);
    expect(byRoot("schedule_named_after", { id: name, ...order(), after: 1 })).toBeUndefined();
    expect(S.Lookup.get(chain.ctx, name)).toEqual([3, 0]);
    until(3);
    expect(S.Lookup.contains(chain.ctx, name)).toBe(false);
  });

  it("has room for fifty tasks in a block and fills holes", () => {
    for (let i = 0; i < 50; i++) expect(byRoot("schedule", order())).toBeUndefined();
    expect(byRoot("schedule", order())).toBe("Exhausted");
    expect(byRoot("cancel", { when: 4, index: 7 })).toBeUndefined();
    expect(byRoot("schedule", order({ priority: 3 }))).toBeUndefined();
    expect(S.Agenda.get(chain.ctx, 4)[7]!.priority).toBe(3);
  });

  it("tries again what failed, as often as told", () => {
    expect(byRoot("schedule", order({ call: failing }))).toBeUndefined();
    expect(byRoot("set_retry", { task: [4, 3], retries: 2, period: 2 })).toBe("NotFound");
    expect(byRoot("set_retry", { task: [4, 0], retries: 2, period: 2 })).toBeUndefined();
    until(4);
    expect(chain.eventsOf("Scheduler", "Dispatched")).toMatchObject([{ task: [4, 0], result: { ok: false } }]);
    expect(S.Retries.get(chain.ctx, [6, 0])).toEqual({ total_retries: 2, remaining: 1, period: 2 });
    until(6);
    expect(S.Retries.get(chain.ctx, [8, 0])).toMatchObject({ remaining: 0 });
    until(8);
    expect([...S.Agenda.keys(chain.ctx)]).toEqual([]);
    expect([...S.Retries.keys(chain.ctx)]).toEqual([]);
  });

  it("sets and cancels retries by name, too", () => {
    expect(byRoot("set_retry_named", { id: name, retries: 1, period: 1 })).toBe("NotFound");
    expect(byRoot("schedule_named", { id: name, ...order({ call: failing }) })).toBeUndefined();
    expect(byRoot("set_retry_named", { id: name, retries: 1, period: 1 })).toBeUndefined();
    expect(byRoot("cancel_retry_named", { id: name })).toBeUndefined();
    expect(byRoot("set_retry", { task: [4, 0], retries: 1, period: 1 })).toBeUndefined();
    expect(byRoot("cancel_retry", { task: [4, 0] })).toBeUndefined();
    expect(events().slice(-4)).toEqual([
      "Scheduler.RetrySet",
      "Scheduler.RetryCancelled",
      "Scheduler.RetrySet",
      "Scheduler.RetryCancelled",
    ]);
    until(4);
    expect([...S.Agenda.keys(chain.ctx)]).toEqual([]);
  });

  it("keeps long calls as preimages that the chain asks for", () => {
    const long = callOf("System", "remark_with_event", { remark: new Uint8Array(200) });
    expect(byRoot("schedule", order({ call: long }))).toBeUndefined();
    const { call } = S.Agenda.get(chain.ctx, 4)[0]!;
    expect(call).toMatchObject({ type: "Lookup", value: { len: 204 } });
    expect([...Preimages.RequestStatusFor.values(chain.ctx)]).toMatchObject([{ value: { count: 2, maybe_len: 204 } }]);
    until(4);
    expect(chain.eventsOf("Scheduler", "Dispatched")).toHaveLength(1);
    expect([...Preimages.RequestStatusFor.values(chain.ctx)]).toMatchObject([{ value: { count: 1 } }]);
  });

  it("says when a call is missing", () => {
    const long = callOf("System", "remark", { remark: new Uint8Array(200) });
    expect(byRoot("schedule", order({ call: long }))).toBeUndefined();
    Preimages.PreimageFor.clear(chain.ctx);
    until(4);
    expect(events()).toEqual(["Scheduler.CallUnavailable"]);
  });

  it("says when a call is too heavy for any block, and lets others wait for the next", () => {
    const heavy = (refTime: bigint) =>
      callOf("Sudo", "sudo_unchecked_weight", { call: give(), weight: { ref_time: refTime, proof_size: 0n } });
    const limit = (chain.config.blockWeightLimit * 8n) / 10n;
    expect(byRoot("schedule", order({ call: heavy(limit) }))).toBeUndefined();
    until(4);
    expect(events()).toEqual(["Scheduler.PermanentlyOverweight"]);
    const half = callOf("Utility", "with_weight", {
      call: give(),
      weight: { ref_time: (limit * 6n) / 10n, proof_size: 0n },
    });
    for (let i = 0; i < 2; i++) expect(byRoot("schedule", order({ when: 6, call: half }))).toBeUndefined();
    until(6);
    expect(events()).toEqual(["Scheduler.Dispatched", "Scheduler.AgendaIncomplete"]);
    expect(S.IncompleteSince.get(chain.ctx)).toBe(6);
    until(7);
    expect(events()).toEqual(["Scheduler.Dispatched"]);
    expect(S.IncompleteSince.get(chain.ctx)).toBe(8);
  });

  it("counts weight up to its limit", () => {
    const meter = new WeightMeter({ refTime: 10n, proofSize: 5n });
    expect(meter.tryConsume({ refTime: 8n, proofSize: 5n })).toBe(true);
    expect(meter.tryConsume({ refTime: 3n, proofSize: 0n })).toBe(false);
    expect(meter.tryConsume({ refTime: 0n, proofSize: 1n })).toBe(false);
    expect(meter.used).toEqual({ refTime: 8n, proofSize: 5n });
  });
});
