import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { freeBalance, mintInto, reservedBalance } from "../balances/balances.ts";
import { encodedCall, multiAccountId } from "./operate.ts";
import { S } from "./storage.ts";

const TAO = 10n ** 9n;
const [alice, bob, carol, dave] = ["Alice", "Bob", "Charlie", "Dave"].map(account) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
];
const all = [alice, bob, carol].sort();
const others = (who: AccountId) => all.filter((other) => other !== who);
const ours = multiAccountId(all, 2);
const DEPOSIT = 132_000_000n + 2n * 32_000_000n;
const max_weight = { ref_time: 10n ** 12n, proof_size: 10n ** 6n };

let chain: TestChain;
let hash: Uint8Array;
beforeEach(() => {
  chain = new TestChain();
  mintInto(chain.ctx, ours, 10n * TAO);
  hash = encodedCall(inner).hash;
});

const inner = callOf("Balances", "transfer_keep_alive", { dest: id(dave), value: TAO });
const call = (name: string, args: Record<string, unknown>, who = alice) =>
  chain.call(signed(who), "Multisig", name, { threshold: 2, other_signatories: others(who), ...args });
const failure = (name: string, args: Record<string, unknown>, who = alice) =>
  chain
    .failure(signed(who), "Multisig", name, { threshold: 2, other_signatories: others(who), ...args })
    ?.replace("Multisig.", "");
const asMulti = (args = {}) => ({ maybe_timepoint: undefined, call: inner, max_weight, ...args });
const approve = (args = {}) => ({ maybe_timepoint: undefined, call_hash: hash, max_weight, ...args });
const begun = () => ({ maybe_timepoint: { height: chain.number, index: 0 } });

describe("multisig (substrate/frame/multisig/src/lib.rs)", () => {
  it("derives the account as Substrate does", () => {
    // From polkadot.js createKeyMulti over the accounts of 32 bytes 1, 2 and 3, threshold 2.
    const accounts = [1, 2, 3].map((byte): AccountId => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`);
    expect(multiAccountId(accounts, 2)).toBe("0x3ffd20eb97bafd6f5af8d026cd11101f1553fa9cb4b8a37d1721314fbbb48fc5");
  });

  it("dispatches with the last approval and frees the deposit", () => {
    const before = freeBalance(chain.ctx, dave);
    const created = call("approve_as_multi", approve());
    expect(reservedBalance(chain.ctx, alice)).toBe(DEPOSIT);
    expect(chain.eventsOf("Multisig", "NewMultisig")).toEqual([{ approving: alice, multisig: ours, call_hash: hash }]);
    expect(created.actualWeight!.refTime).toBe(32_052_125n + 2n * 111_179n + 125_000_000n);
    call("as_multi", asMulti(begun()), bob);
    expect(freeBalance(chain.ctx, dave)).toBe(before + TAO);
    expect(reservedBalance(chain.ctx, alice)).toBe(0n);
    expect(S.Multisigs.contains(chain.ctx, ours, hash)).toBe(false);
    expect(chain.eventsOf("Multisig", "MultisigExecuted")).toMatchObject([
      { approving: bob, multisig: ours, result: { ok: true } },
    ]);
  });

  it("waits while approvals are too few, and tells what failed inside", () => {
    const three = multiAccountId(all, 3);
    const args = { threshold: 3 };
    call("as_multi", asMulti(args));
    call("as_multi", asMulti({ ...args, ...begun() }), bob);
    expect(S.Multisigs.get(chain.ctx, three, hash)!.approvals).toEqual([alice, bob].sort());
    expect(chain.eventsOf("Multisig", "MultisigApproval")).toHaveLength(1);
    call("as_multi", asMulti({ ...args, ...begun() }), carol); // the account of three owns nothing
    expect(chain.eventsOf("Multisig", "MultisigExecuted")).toMatchObject([{ result: { ok: false } }]);
  });

  it("with one approval dispatches at once, and fails with the call", () => {
    const one = multiAccountId(all, 1);
    mintInto(chain.ctx, one, 2n * TAO);
    call("as_multi_threshold_1", { call: inner });
    expect(freeBalance(chain.ctx, one)).toBe(TAO);
    expect(failure("as_multi_threshold_1", { call: inner })).toBe("Token.NotExpendable");
    expect(failure("as_multi_threshold_1", { call: inner, other_signatories: [] })).toBe("TooFewSignatories");
  });

  it("is refused in the pallet's order", () => {
    expect(failure("as_multi", asMulti({ threshold: 1 }))).toBe("MinimumThreshold");
    expect(failure("as_multi", asMulti({ other_signatories: [] }))).toBe("TooFewSignatories");
    const many = Array.from({ length: 100 }, (_, i): AccountId => `0x${(i + 1).toString(16).padStart(64, "0")}`);
    expect(failure("as_multi", asMulti({ other_signatories: many }))).toBe("TooManySignatories");
    expect(failure("as_multi", asMulti({ other_signatories: others(alice).toReversed() }))).toBe(
      "SignatoriesOutOfOrder",
    );
    expect(failure("as_multi", asMulti({ other_signatories: [alice, bob].sort() }))).toBe("SenderInSignatories");
    expect(failure("as_multi", asMulti(begun()))).toBe("UnexpectedTimepoint");
    call("as_multi", asMulti());
    expect(failure("as_multi", asMulti(), bob)).toBe("NoTimepoint");
    const wrong = { maybe_timepoint: { height: 9, index: 9 } };
    expect(failure("as_multi", asMulti(wrong), bob)).toBe("WrongTimepoint");
    expect(failure("as_multi", asMulti(begun()))).toBe("AlreadyApproved");
    const light = { max_weight: { ref_time: 1n, proof_size: 0n } };
    expect(failure("as_multi", asMulti({ ...begun(), ...light }), bob)).toBe("MaxWeightTooLow");
    call("approve_as_multi", approve(begun()), bob);
    expect(failure("approve_as_multi", approve(begun()), carol)).toBe("AlreadyApproved"); // enough: only the call is missing
    const poor = account("poor");
    mintInto(chain.ctx, poor, 1_000n);
    expect(failure("as_multi", asMulti({ other_signatories: [bob] }), poor)).toBe("Balances.InsufficientBalance");
  });

  it("can be given up by who began it, and its deposit follows the rate", () => {
    call("approve_as_multi", approve());
    const timepoint = begun().maybe_timepoint;
    expect(failure("cancel_as_multi", { timepoint, call_hash: new Uint8Array(32) })).toBe("NotFound");
    expect(failure("cancel_as_multi", { timepoint: { height: 9, index: 9 }, call_hash: hash })).toBe("WrongTimepoint");
    expect(failure("cancel_as_multi", { timepoint, call_hash: hash }, bob)).toBe("NotOwner");
    expect(failure("poke_deposit", { call_hash: hash }, bob)).toBe("NotOwner");
    expect(call("poke_deposit", { call_hash: hash }).paysFee).toBe(true);
    const operation = S.Multisigs.get(chain.ctx, ours, hash)!;
    S.Multisigs.set(chain.ctx, ours, hash, { ...operation, deposit: TAO });
    mintInto(chain.ctx, alice, TAO);
    expect(call("poke_deposit", { call_hash: hash }).paysFee).toBe(false);
    expect(S.Multisigs.get(chain.ctx, ours, hash)!.deposit).toBe(DEPOSIT);
    expect(chain.eventsOf("Multisig", "DepositPoked")).toEqual([
      { who: alice, call_hash: hash, old_deposit: TAO, new_deposit: DEPOSIT },
    ]);
    call("cancel_as_multi", { timepoint, call_hash: hash });
    expect(S.Multisigs.contains(chain.ctx, ours, hash)).toBe(false);
  });
});
