import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountId,
  bytes,
  doubleMap,
  hashers as h,
  map,
  Overlay,
  storage,
  u16,
  u64,
  value,
  vec,
  ZERO_ACCOUNT,
} from "../index.ts";
import type { StorageKey } from "../state.ts";
import { System } from "../testing/fixture.ts";
import { MemoryState } from "../testing/memory-state.ts";

const ALICE = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

const S = storage("SubtensorModule", {
  Total: value(u64, { default: 7n }),
  Owner: value(accountId, { optional: true }),
  Tempo: map(h.identity, u16, u16, { default: 360 }),
  List: map(h.identity, u16, vec(u16), { default: [1, 2] }),
  Keys: doubleMap(h.identity, u16, h.twox64Concat, u64, bytes, { optional: true }),
});

function contextOn(state = new MemoryState()) {
  return { state: new Overlay(state), config: {} as never };
}

describe("storage keys", () => {
  it("are those every Substrate chain has", () => {
    expect(System.Account.key(ALICE)).toBe(
      "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
    );
    expect(System.Number.key()).toBe("0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac");
  });

  it("of identity maps end with the key itself, little endian", () => {
    expect(S.Tempo.key(258)).toBe(`${S.Tempo.prefix()}0201`);
    expect(S.Keys.key(1, 2n).startsWith(S.Keys.prefix(1))).toBe(true);
    expect(S.Keys.decodeKey(S.Keys.key(1, 2n))).toEqual([1, 2n]);
  });
});

describe("values", () => {
  it("read their default, or nothing, while absent", () => {
    const ctx = contextOn();
    expect(S.Total.get(ctx)).toBe(7n);
    expect(S.Owner.get(ctx)).toBeUndefined();
    expect(S.Total.exists(ctx)).toBe(false);
    expect(S.Total.mutate(ctx, (v) => v + 1n)).toBe(8n);
    expect(S.Total.take(ctx)).toBe(8n);
    expect(S.Total.get(ctx)).toBe(7n);
  });

  it("of optional items are removed by undefined", () => {
    const ctx = contextOn();
    S.Owner.set(ctx, ZERO_ACCOUNT);
    S.Owner.mutate(ctx, () => undefined);
    expect(S.Owner.exists(ctx)).toBe(false);
    S.Keys.set(ctx, 1, 1n, new Uint8Array([1]));
    S.Keys.mutate(ctx, 1, 1n, () => undefined);
    expect(S.Keys.contains(ctx, 1, 1n)).toBe(false);
  });

  it("are the caller's: changing what was read changes nothing", () => {
    const ctx = contextOn();
    S.List.get(ctx, 1).push(3);
    expect(S.List.get(ctx, 1)).toEqual([1, 2]);
    S.List.set(ctx, 1, [9]);
    S.List.get(ctx, 1).push(3);
    expect(S.List.get(ctx, 1)).toEqual([9]);
  });
});

describe("bytes that root stored", () => {
  it("are read as far as the value goes, and as absent where they are none", () => {
    const ctx = contextOn();
    S.List.set(ctx, 1, [9]);
    const key = S.List.key(1);
    ctx.state.set(key, Uint8Array.of(...ctx.state.get(key)!, 1, 2, 3));
    expect(S.List.get(ctx, 1)).toEqual([9]);
    expect([...S.List.entries(ctx)]).toEqual([[1, [9]]]);
    ctx.state.set(key, Uint8Array.of(252));
    expect(S.List.get(ctx, 1)).toEqual([1, 2]);
    expect([...S.List.values(ctx)]).toEqual([]);
  });
});

describe("iteration", () => {
  it("merges the parent's state with changes in the order of hashed keys", () => {
    const base = contextOn();
    for (const uid of [0n, 1n, 2n, 3n, 4n]) S.Keys.set(base, 1, uid, bytes.codec.decode(new Uint8Array([4, 1])));
    S.Keys.set(base, 2, 0n, new Uint8Array([2]));
    const ctx = contextOn(new MemoryState(base.state.changes() as Map<StorageKey, Uint8Array>));
    S.Keys.remove(ctx, 1, 2n);
    S.Keys.set(ctx, 1, 9n, new Uint8Array([9]));
    S.Keys.set(ctx, 0, 5n, new Uint8Array([5]));
    const uids = [...S.Keys.keys(ctx, 1)];
    const hashed = uids.map((uid) => S.Keys.key(1, uid));
    expect(hashed).toEqual([...hashed].sort());
    expect([...uids].sort()).toEqual([0n, 1n, 3n, 4n, 9n]);
    expect([...S.Keys.keys(ctx)].map(([netuid]) => netuid)).toEqual([0, 1, 1, 1, 1, 1, 2]);
    const [first] = S.Keys.keys(ctx);
    expect([...S.Keys.entriesAfter(ctx, S.Keys.key(...first!))]).toHaveLength(6);
    expect(S.Keys.clear(ctx, 2)).toBe(2);
    expect(S.Keys.clearPrefix(ctx, 1)).toBe(4);
    expect([...S.Keys.entries(ctx)]).toEqual([[2, 0n, new Uint8Array([2])]]);
    expect(S.Keys.containsPrefix(ctx, 1)).toBe(false);
    expect(S.Keys.containsPrefix(ctx, 2)).toBe(true);
  });

  it("may remove what it visits", () => {
    const ctx = contextOn();
    for (const netuid of [3, 1, 2]) S.Tempo.set(ctx, netuid, netuid);
    const seen: number[] = [];
    for (const [netuid] of S.Tempo.entries(ctx)) {
      seen.push(netuid);
      S.Tempo.remove(ctx, netuid + 1);
    }
    expect(seen).toEqual([1, 3]);
  });
});

describe("overlay", () => {
  type Write = { do: "set" | "delete"; key: number; value: number };
  type Nest = { do: "nest"; fail: boolean; steps: Step[] };
  type Step = Write | Nest;
  const { step } = fc.letrec<{ step: Step }>((tie) => ({
    step: fc.oneof(
      { maxDepth: 4 },
      fc.record({ do: fc.constantFrom("set" as const, "delete" as const), key: fc.nat(9), value: fc.nat(255) }),
      fc.record({
        do: fc.constant("nest" as const),
        fail: fc.boolean(),
        steps: fc.array(tie("step") as fc.Arbitrary<Step>, { maxLength: 5 }),
      }),
    ),
  }));
  const keyOf = (n: number) => S.Tempo.key(n);

  function runModel(model: Map<string, number>, steps: Step[]): Map<string, number> {
    let now = new Map(model);
    for (const s of steps) {
      if (s.do === "nest") {
        const after = runModel(now, s.steps);
        if (!s.fail) now = after;
      } else if (s.do === "set") now.set(keyOf(s.key), s.value);
      else now.delete(keyOf(s.key));
    }
    return now;
  }

  function runOverlay(overlay: Overlay, steps: Step[]): void {
    for (const s of steps) {
      if (s.do === "set") overlay.set(keyOf(s.key), new Uint8Array([s.value]));
      else if (s.do === "delete") overlay.delete(keyOf(s.key));
      else if (s.do === "nest") {
        try {
          overlay.transaction(() => {
            runOverlay(overlay, s.steps);
            if (s.fail) throw new RangeError("rolled back");
          });
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
        }
      }
    }
  }

  it("rolls back failed transactions only, however they are nested", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.dictionary(fc.constantFrom("0", "3", "9"), fc.nat(255)),
        (steps, start) => {
          const base = new Map(Object.entries(start).map(([n, v]) => [keyOf(Number(n)), v] as const));
          const state = new MemoryState([...base].map(([k, v]) => [k, new Uint8Array([v])]));
          const overlay = new Overlay(state);
          runOverlay(overlay, steps);
          const expected = runModel(base, steps);
          const keys = [...overlay.keysWithPrefix(S.Tempo.prefix())];
          expect(keys.map((k) => [k, overlay.get(k)![0]])).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
          state.apply(overlay.changes());
          expect([...state.entries].map(([k, v]) => [k, v[0]]).sort()).toEqual([...expected].sort());
        },
      ),
    );
  });

  it("leaves out of its changes what is as it was", () => {
    const overlay = new Overlay(new MemoryState([["0x01", new Uint8Array([1])]]));
    overlay.set("0x01", new Uint8Array([2]));
    overlay.set("0x01", new Uint8Array([1]));
    overlay.set("0x02", new Uint8Array([2]));
    overlay.delete("0x02");
    expect(overlay.changes().size).toBe(0);
  });
});
