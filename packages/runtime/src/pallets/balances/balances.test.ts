import { DispatchFailure, ROOT, signed } from "@myelin/frame";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { account, id, TestChain } from "../../testing/harness.ts";
import { incConsumers } from "../system/accounts.ts";
import { S as System } from "../system/storage.ts";
import {
  burnFrom,
  deposit,
  freeBalance,
  mintInto,
  reducibleBalance,
  reserve,
  reservedBalance,
  setFreeBalance,
  totalIssuance,
  unreserve,
  withdraw,
} from "./balances.ts";
import { S } from "./storage.ts";

const [ALICE, BOB, NEW] = [account("Alice"), account("Bob"), account("nobody yet")];
const RICH = 1_000_000_000_000_000n;
const ED = 500n;

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const transfer = (name: string, from: typeof ALICE, args: Record<string, unknown>) =>
  chain.failure(signed(from), "Balances", name, args);

describe("transfers (substrate/frame/balances/src/lib.rs)", () => {
  it("moves funds and creates the account", () => {
    const before = chain.eventNames().length;
    expect(transfer("transfer_keep_alive", ALICE, { dest: id(NEW), value: 700n })).toBeUndefined();
    expect(freeBalance(chain.ctx, NEW)).toBe(700n);
    expect(freeBalance(chain.ctx, ALICE)).toBe(RICH - 700n);
    expect(System.Account.get(chain.ctx, NEW).providers).toBe(1);
    expect(chain.eventNames().slice(before)).toEqual(["System.NewAccount", "Balances.Endowed", "Balances.Transfer"]);
  });

  it("leaves the sender alone when sender and receiver are one", () => {
    expect(transfer("transfer_keep_alive", ALICE, { dest: id(ALICE), value: 700n })).toBeUndefined();
    expect(freeBalance(chain.ctx, ALICE)).toBe(RICH);
  });

  it.each([
    ["more than there is", BOB, RICH + 1n, "Token.FundsUnavailable"],
    ["less than an account needs", NEW, ED - 1n, "Token.BelowMinimum"],
    ["so much that the sender would die", BOB, RICH - ED + 1n, "Token.NotExpendable"],
  ])("refuses %s", (_what, dest, value, error) => {
    expect(transfer("transfer_keep_alive", ALICE, { dest: id(dest), value })).toBe(error);
    expect(freeBalance(chain.ctx, ALICE)).toBe(RICH);
  });

  it("reaps a sender who may die, nonce and all, and burns what is too little to live on", () => {
    const issued = totalIssuance(chain.ctx);
    expect(transfer("transfer_allow_death", ALICE, { dest: id(BOB), value: RICH - 499n })).toBeUndefined();
    expect(System.Account.contains(chain.ctx, ALICE)).toBe(false);
    expect(chain.eventsOf("Balances", "DustLost")).toEqual([{ account: ALICE, amount: 499n }]);
    expect(chain.eventsOf("System", "KilledAccount")).toEqual([{ account: ALICE }]);
    expect(totalIssuance(chain.ctx)).toBe(issued - 499n);
  });

  it("keeps an account that somebody needs alive", () => {
    incConsumers(chain.ctx, ALICE);
    expect(transfer("transfer_allow_death", ALICE, { dest: id(BOB), value: RICH })).toBe("Token.Frozen");
    expect(transfer("transfer_all", ALICE, { dest: id(BOB), keep_alive: false })).toBeUndefined();
    expect(freeBalance(chain.ctx, ALICE)).toBe(ED);
  });

  it("transfers all, with or without the existential deposit", () => {
    expect(transfer("transfer_all", ALICE, { dest: id(BOB), keep_alive: true })).toBeUndefined();
    expect(freeBalance(chain.ctx, ALICE)).toBe(ED);
    expect(transfer("transfer_all", ALICE, { dest: id(BOB), keep_alive: false })).toBeUndefined();
    expect(freeBalance(chain.ctx, BOB)).toBe(2n * RICH);
  });

  it("looks up full account ids only", () => {
    expect(transfer("transfer_keep_alive", ALICE, { dest: { type: "Index" }, value: 700n })).toBe("CannotLookup");
    expect(transfer("transfer_keep_alive", ALICE, { dest: { type: "Raw", value: new Uint8Array(4) }, value: 7n })).toBe(
      "CannotLookup",
    );
  });
});

describe("root's calls", () => {
  it("are root's", () => {
    for (const [name, args] of [
      ["force_transfer", { source: id(ALICE), dest: id(BOB), value: 1n }],
      ["force_set_balance", { who: id(ALICE), new_free: 1n }],
      ["force_unreserve", { who: id(ALICE), amount: 1n }],
      ["force_adjust_total_issuance", { direction: "Increase", delta: 1n }],
    ] as const) {
      expect(chain.failure(signed(ALICE), "Balances", name, args)).toBe("BadOrigin");
    }
  });

  it("set a balance, zero where it is under the existential deposit, and keep the issuance true", () => {
    const issued = totalIssuance(chain.ctx);
    chain.call(ROOT, "Balances", "force_set_balance", { who: id(BOB), new_free: 499n });
    expect(System.Account.contains(chain.ctx, BOB)).toBe(false);
    expect(chain.eventsOf("Balances", "BalanceSet")).toEqual([{ who: BOB, free: 0n }]);
    expect(totalIssuance(chain.ctx)).toBe(issued - RICH);
  });

  it("adjust the issuance within bounds", () => {
    const issued = totalIssuance(chain.ctx);
    const adjust = (direction: string, delta: bigint) =>
      chain.failure(ROOT, "Balances", "force_adjust_total_issuance", { direction, delta });
    expect(adjust("Increase", 0n)).toBe("Balances.DeltaZero");
    expect(adjust("Decrease", 5n)).toBeUndefined();
    expect(totalIssuance(chain.ctx)).toBe(issued - 5n);
    S.InactiveIssuance.set(chain.ctx, issued);
    expect(adjust("Decrease", 1n)).toBe("Balances.IssuanceDeactivated");
  });
});

describe("issuance", () => {
  it("follows mint, deposit, withdraw and burn", () => {
    const { ctx } = chain;
    const issued = totalIssuance(ctx);
    mintInto(ctx, NEW, 1_000n);
    expect(deposit(ctx, NEW, 500n)).toBe(500n);
    withdraw(ctx, NEW, 300n, "preserve");
    burnFrom(ctx, NEW, 200n, "preserve");
    expect(freeBalance(ctx, NEW)).toBe(1_000n);
    expect(totalIssuance(ctx)).toBe(issued + 1_000n);
    expect(chain.failure(signed(NEW), "Balances", "burn", { value: 501n, keep_alive: true })).toBe(
      "Token.FundsUnavailable",
    );
    expect(chain.failure(signed(NEW), "Balances", "burn", { value: 1_000n, keep_alive: false })).toBeUndefined();
    expect(totalIssuance(ctx)).toBe(issued);
  });

  it("does not grow by a deposit nobody can live on", () => {
    const issued = totalIssuance(chain.ctx);
    expect(deposit(chain.ctx, NEW, 499n)).toBe(0n);
    expect(totalIssuance(chain.ctx)).toBe(issued);
    expect(System.Account.contains(chain.ctx, NEW)).toBe(false);
  });

  it("equals the sum of all balances, whatever happens", () => {
    const people = [ALICE, BOB, NEW, account("Dave")];
    const step = fc.record({
      kind: fc.constantFrom(
        "transfer_allow_death",
        "transfer_keep_alive",
        "transfer_all",
        "burn",
        "mint",
        "reserve",
        "unreserve",
      ),
      from: fc.nat(3),
      to: fc.nat(3),
      amount: fc.bigInt(0n, 3_000n),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { ctx } = chain;
        for (const who of people) setFreeBalance(ctx, who, 2_000n);
        for (const { kind, from, to, amount } of steps) {
          const [who, dest] = [people[from]!, people[to]!];
          try {
            if (kind === "mint") mintInto(ctx, who, amount);
            else if (kind === "reserve") reserve(ctx, who, amount);
            else if (kind === "unreserve") unreserve(ctx, who, amount);
            else if (kind === "burn") chain.call(signed(who), "Balances", kind, { value: amount, keep_alive: false });
            else if (kind === "transfer_all")
              chain.call(signed(who), "Balances", kind, { dest: id(dest), keep_alive: false });
            else chain.call(signed(who), "Balances", kind, { dest: id(dest), value: amount });
          } catch (error) {
            // refused steps change nothing, which the sum below proves
            if (!(error instanceof DispatchFailure)) throw error;
          }
        }
        let sum = 0n;
        for (const [, info] of System.Account.entries(ctx)) {
          sum += info.data.free + info.data.reserved;
          const alive = info.data.free >= ED || info.data.reserved > 0n || info.providers + info.sufficients > 0;
          expect(alive).toBe(true);
        }
        expect(sum).toBe(totalIssuance(ctx));
      }),
      { numRuns: 40 },
    );
  });
});

describe("reserves", () => {
  it("take funds out of the free balance and pin the account", () => {
    const { ctx } = chain;
    reserve(ctx, ALICE, 1_000n);
    expect(reservedBalance(ctx, ALICE)).toBe(1_000n);
    expect(System.Account.get(ctx, ALICE).consumers).toBe(1);
    expect(reducibleBalance(ctx, ALICE, "expendable")).toBe(RICH - 1_000n - ED);
    expect(unreserve(ctx, ALICE, 1_500n)).toBe(500n);
    expect(System.Account.get(ctx, ALICE).consumers).toBe(0);
    expect(freeBalance(ctx, ALICE)).toBe(RICH);
  });

  it("cannot exceed the free balance", () => {
    expect(() => reserve(chain.ctx, ALICE, RICH + 1n)).toThrow("InsufficientBalance");
  });
});
