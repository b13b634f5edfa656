import { fromHex, toHex } from "@myelin/primitives/hex";
import { describe, expect, it } from "vitest";
import {
  ApiArgumentsError,
  type CallValue,
  DispatchError,
  dispatchError,
  EMPTY_STATE,
  type GenesisConfig,
  RuntimeDefinitionError,
  RuntimePanic,
  TransactionValidityError,
  UnknownApiError,
  u64,
  ZERO_HASH,
} from "../index.ts";
import { BalancesErrors, extraOf, type FixtureGenesis, fixture, System } from "../testing/fixture.ts";
import { MemoryState } from "../testing/memory-state.ts";

const ALICE = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const BOB = "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";
const signature = { type: "Sr25519", value: new Uint8Array(64) } as const;
const GENESIS = { balances: [[ALICE, 1_000n]] } satisfies FixtureGenesis as unknown as GenesisConfig;

function start(overrides: Parameters<typeof fixture>[0] = {}) {
  const runtime = fixture(overrides);
  const state = new MemoryState(runtime.buildGenesis(GENESIS));
  const executor = runtime.startBlock(state, { number: 1, parentHash: ZERO_HASH, digest: [] });
  const free = (who: `0x${string}`) => System.Account.get(executor.context, who).data.free;
  const sign = (call: CallValue, nonce = 0) =>
    runtime.encodeSigned(call, { type: "Id", value: ALICE }, signature, extraOf(nonce));
  const names = () => executor.context.events.map(({ event }) => `${event.type}.${event.value.type}`);
  return { runtime, state, executor, free, sign, names };
}

const transfer = (amount: bigint): CallValue => ({
  type: "Balances",
  value: { type: "transfer_keep_alive", value: { dest: { type: "Id", value: BOB }, value: amount } },
});
const utility = (type: string, calls: CallValue[]): CallValue => ({
  type: "Utility",
  value: { type, value: { calls } },
});
const plain = (pallet: string, type: string): CallValue => ({ type: pallet, value: { type, value: {} } });

describe("a block", () => {
  it("moves value, takes the fee and records events", () => {
    const { executor, free, sign, runtime, state } = start();
    expect(executor.applyExtrinsic(sign(transfer(100n)))).toEqual({ ok: true });
    expect([free(ALICE), free(BOB)]).toEqual([899n, 100n]);
    const { changes, events } = executor.finish();
    expect(events.map(({ phase, event }) => [phase, event.value.type])).toEqual([
      [{ type: "ApplyExtrinsic", value: 0 }, "Transfer"],
      [{ type: "ApplyExtrinsic", value: 0 }, "ExtrinsicSuccess"],
    ]);
    expect(events[1]!.event.value.value).toEqual({
      dispatch_info: { weight: { ref_time: 900n, proof_size: 0n }, class: "Normal", pays_fee: "Yes" },
    });
    state.apply(changes);
    expect(runtime.decodeEvents(state.get(System.Events.key())!)).toEqual(events);
    expect(runtime.query(state, { number: 1, parentHash: ZERO_HASH }, (ctx) => System.Number.get(ctx))).toBe(1);
  });

  it("rolls a failed call back but keeps the fee and the nonce", () => {
    const { executor, free, sign, names, runtime } = start();
    const outcome = executor.applyExtrinsic(sign(transfer(5_000n)));
    expect(outcome).toEqual({
      ok: false,
      error: { type: "Module", value: { index: 5, error: Uint8Array.of(2, 0, 0, 0) } },
    });
    expect([free(ALICE), free(BOB)]).toEqual([999n, 0n]);
    expect(names()).toEqual(["System.ExtrinsicFailed"]);
    expect(System.Account.get(executor.context, ALICE).nonce).toBe(1);
    if (outcome.ok) throw new TypeError("expected a failure");
    expect(runtime.describeError(outcome.error)).toEqual({
      pallet: "Balances",
      name: "InsufficientBalance",
      docs: "Balance too low.",
    });
  });

  it("refuses invalid transactions without a trace", () => {
    const { executor, sign, free } = start();
    executor.applyExtrinsic(sign(transfer(1n)));
    expect(() => executor.applyExtrinsic(sign(transfer(1n), 0))).toThrow(TransactionValidityError);
    expect(free(ALICE)).toBe(998n);
    executor.applyExtrinsic(sign(transfer(998n - 1n), 1));
    expect(() => executor.applyExtrinsic(sign(transfer(1n), 2))).toThrow(
      expect.objectContaining({ kind: "Invalid", type: "Payment" }),
    );
    expect(executor.finish().events.at(-1)!.phase).toEqual({ type: "ApplyExtrinsic", value: 1 });
  });

  it("survives a defect in a pallet", () => {
    const { executor, sign, free, names } = start();
    expect(() => executor.applyExtrinsic(sign(plain("Balances", "panic")))).toThrow(RuntimePanic);
    expect([System.Number.get(executor.context), free(ALICE), names()]).toEqual([1, 1_000n, []]);
    expect(executor.applyExtrinsic(sign(transfer(1n)))).toEqual({ ok: true });
  });

  it("makes inherents and refuses a block whose inherent fails", () => {
    const { executor, runtime, sign } = start();
    const [set] = executor.inherents(new Map([["timstap0", u64.codec.encode(5n)]]));
    expect(executor.applyExtrinsic(set!)).toEqual({ ok: true });
    expect(() => executor.applyExtrinsic(set!)).toThrow(expect.objectContaining({ type: "BadMandatory" }));
    expect(() => executor.applyExtrinsic(runtime.encodeBare(transfer(1n)))).toThrow(
      expect.objectContaining({ kind: "Unknown", type: "NoUnsignedValidator" }),
    );
    expect(executor.applyExtrinsic(sign(transfer(1n)))).toEqual({ ok: true });
  });
});

describe("nested calls", () => {
  it("fail together in batch_all and one by one in force_batch", () => {
    const all = start();
    expect(all.executor.applyExtrinsic(all.sign(utility("batch_all", [transfer(1n), transfer(9_999n)]))).ok).toBe(
      false,
    );
    expect(all.free(BOB)).toBe(0n);
    const forced = start();
    const batch = utility("force_batch", [transfer(1n), transfer(9_999n), transfer(2n)]);
    expect(forced.executor.applyExtrinsic(forced.sign(batch))).toEqual({ ok: true });
    expect(forced.free(BOB)).toBe(3n);
    expect(forced.names()).toEqual(["Balances.Transfer", "Balances.Transfer", "System.ExtrinsicSuccess"]);
  });

  it("pass the call filter and the guards", () => {
    const filtered = start({ callFilter: (_ctx, call) => call.type !== "Balances" });
    expect(filtered.executor.applyExtrinsic(filtered.sign(utility("batch_all", [transfer(1n)])))).toEqual({
      ok: false,
      error: { type: "Module", value: { index: 0, error: Uint8Array.of(5, 0, 0, 0) } },
    });
    expect(() => filtered.executor.context.dispatch({ type: "Root" }, transfer(1n))).toThrow(
      expect.objectContaining({ error: { type: "BadOrigin" } }),
    );
    const seen: string[] = [];
    const guarded = start({
      guards: [
        {
          name: "Witness",
          check(_ctx, origin, call) {
            seen.push(`${origin.type} ${call.value.type}`);
            if (call.value.type === "root_only") throw BalancesErrors.Panicked();
          },
        },
      ],
    });
    const outcome = guarded.executor.applyExtrinsic(
      guarded.sign(utility("batch_all", [transfer(1n), plain("Utility", "root_only")])),
    );
    expect(outcome.ok).toBe(false);
    expect(seen).toEqual(["Signed batch_all", "Signed transfer_keep_alive", "Signed root_only"]);
    expect(guarded.free(BOB)).toBe(0n);
  });
});

describe("the pool", () => {
  const parent = { number: 0, hash: ZERO_HASH };

  it("learns tags and leaves the state alone", () => {
    const { runtime, state, sign } = start();
    const validator = runtime.validator(state, parent);
    const extrinsic = runtime.decodeExtrinsic(sign(transfer(1n), 3));
    const first = validator.validate(extrinsic, "External");
    expect(first).toEqual({
      priority: 0n,
      requires: [],
      provides: [fromHex(`${ALICE}03000000`)],
      longevity: 2n ** 64n - 1n,
      propagate: true,
    });
    expect(validator.validate(extrinsic, "External")).toEqual(first);
  });

  it("refuses inherents, unsigned calls and calls nested too deeply", () => {
    const { runtime, state, sign } = start();
    const check = (bytes: Uint8Array) =>
      runtime.validateTransaction(state, runtime.decodeExtrinsic(bytes), "External", parent);
    const set = runtime.encodeBare({ type: "Timestamp", value: { type: "set", value: { now: 1n } } });
    expect(() => check(set)).toThrow(expect.objectContaining({ type: "MandatoryValidation" }));
    expect(() => check(runtime.encodeBare(transfer(1n)))).toThrow(
      expect.objectContaining({ type: "NoUnsignedValidator" }),
    );
    let deep = transfer(1n);
    for (let i = 0; i < 8; i++) deep = utility("batch_all", [deep]);
    expect(() => check(sign(deep))).toThrow(expect.objectContaining({ type: "Call" }));
  });
});

describe("runtime APIs", () => {
  const block = { number: 0, parentHash: ZERO_HASH };
  const call = (name: string, args: string) => {
    const { runtime, state } = start();
    return toHex(runtime.callApi(state, name, fromHex(args), block));
  };

  it("answer by name with encoded values", () => {
    const { runtime } = start();
    expect(call("AccountNonceApi_account_nonce", ALICE)).toBe("0x00000000");
    expect(call("Metadata_metadata_versions", "0x")).toBe("0x0c0e0000000f00000010000000");
    expect(call("Metadata_metadata_at_version", "0x63000000")).toBe("0x00");
    const v15 = call("Metadata_metadata_at_version", "0x0f000000");
    expect(v15.startsWith("0x01") && v15.endsWith(toHex(runtime.metadata(15)).slice(2))).toBe(true);
    expect(call("Core_version", "0x").startsWith("0x386e6f64652d73756274656e736f72")).toBe(true);
  });

  it("validate and apply transactions without keeping the change", () => {
    const { runtime, state, sign } = start();
    const uxt = toHex(sign(transfer(1n))).slice(2);
    expect(call("BlockBuilder_apply_extrinsic", `0x${uxt}`)).toBe("0x0000");
    expect(call("BlockBuilder_apply_extrinsic", toHex(sign(transfer(5_000n))))).toBe("0x0001030502000000");
    expect(
      call("TaggedTransactionQueue_validate_transaction", `0x02${uxt}${ZERO_HASH.slice(2)}`).startsWith("0x00"),
    ).toBe(true);
    expect(state.get(System.Account.key(BOB))).toBeUndefined();
    expect(runtime.hasApi("Core_version")).toBe(true);
  });

  it("say what is wrong with a question", () => {
    expect(() => call("Nobody_knows", "0x")).toThrow(UnknownApiError);
    expect(() => call("Nobody_knows", "0x")).toThrow("Exported method Nobody_knows is not found");
    expect(() => call("AccountNonceApi_account_nonce", "0x01")).toThrow(ApiArgumentsError);
  });
});

describe("genesis", () => {
  it("holds what pallets write, and a code blob that commits to version, configuration and metadata", () => {
    const genesis = fixture().buildGenesis(GENESIS);
    expect(genesis.has(System.Account.key(ALICE))).toBe(true);
    expect(toHex(genesis.get("0x3a686561707061676573")!)).toBe("0x4000000000000000");
    const code = (overrides: Parameters<typeof fixture>[0]) => toHex(fixture(overrides).codeBlob);
    expect(code({})).toBe(toHex(genesis.get("0x3a636f6465")!));
    expect(code({ config: { tempo: 20n } as never })).not.toBe(code({}));
    expect(code({ pallets: [] })).not.toBe(code({}));
  });
});

describe("assembly", () => {
  it("refuses pallets that collide", () => {
    const twice = [
      { name: "A", index: 1 },
      { name: "B", index: 1 },
    ];
    expect(() => fixture({ pallets: twice })).toThrow(RuntimeDefinitionError);
  });

  it("keeps runtimes apart that live in one process", () => {
    const whole = fixture();
    const bytes = whole.encodeBare(transfer(1n));
    fixture({ pallets: [] });
    expect(whole.decodeExtrinsic(bytes).call).toEqual(transfer(1n));
    expect(
      whole.callApi(EMPTY_STATE, "AccountNonceApi_account_nonce", fromHex(ALICE), { number: 0, parentHash: ZERO_HASH }),
    ).toHaveLength(4);
  });
});

describe("dispatch errors", () => {
  it.each([
    [dispatchError.other("x"), "0x00"],
    [dispatchError.badOrigin(), "0x02"],
    [dispatchError.token("Frozen"), "0x0705"],
    [dispatchError.arithmetic("Overflow"), "0x0801"],
    [dispatchError.rootNotAllowed(), "0x0d"],
  ])("%s are encoded as on every chain", (failure, hex) => {
    expect(toHex(DispatchError.codec.encode(failure.error))).toBe(hex);
  });
});
