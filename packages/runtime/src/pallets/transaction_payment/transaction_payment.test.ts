import { type DispatchInfo, signed } from "@myelin/frame";
import { concat } from "@myelin/primitives/bytes";
import { keypairFromUri } from "@myelin/primitives/keys";
import { u32, u64 } from "@myelin/primitives/scale";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { weight } from "../../weights.ts";
import { S as Aura } from "../aura/storage.ts";
import { freeBalance, setFreeBalance, totalIssuance } from "../balances/balances.ts";
import { createAccountIfNonExistent } from "../subtensor/staking/helpers.ts";
import { S as Subtensor } from "../subtensor/storage.ts";
import { S as System } from "../system/storage.ts";
import { computeFee, feeDetails, totalFee, weightToFee } from "./fees.ts";

const alice = keypairFromUri("//Alice");
const [ALICE, BOB, ONE] = [account("Alice"), account("Bob"), account("One")];
const transfer = callOf("Balances", "transfer_keep_alive", { dest: id(BOB), value: 1_000n });

/** More than Alice has, less than there is. */
const TOO_MUCH = 2_000_000_000_000_000n;

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const paid = () => chain.eventsOf("TransactionPayment", "TransactionFeePaid") as { actual_fee: bigint; tip: bigint }[];

describe("fees (pallets/transaction-fee/src/lib.rs)", () => {
  it("are half a rao for a thousand picoseconds, a rao a byte, and 54,078 rao to begin with", () => {
    expect(weightToFee(weight(1_000_000n))).toBe(500n);
    expect(feeDetails(146, weight(2_000_000n), true, 5n)).toEqual({
      inclusion_fee: { base_fee: 54_078n, len_fee: 146n, adjusted_weight_fee: 1_000n },
      tip: 5n,
    });
    expect(totalFee(feeDetails(146, weight(2_000_000n), true, 5n))).toBe(54_078n + 146n + 1_000n + 5n);
  });

  it("are those of a full block at most", () => {
    expect(weightToFee(weight(1n << 63n))).toBe(2_000_000_000n);
  });

  it("are only the tip of calls that are free", () => {
    const info: DispatchInfo = { weight: weight(5n), class: "normal", paysFee: false };
    expect(computeFee(100, info, 7n)).toBe(7n);
  });

  it("go to the author, tip included, and leave the issuance as it is", () => {
    const issued = totalIssuance(chain.ctx);
    const before = freeBalance(chain.ctx, ONE);
    const extrinsic = chain.sign(alice, transfer, { tip: 1_000_000n });
    expect(chain.apply(extrinsic)).toEqual({ ok: true });
    const [{ actual_fee, tip } = { actual_fee: 0n, tip: 0n }] = paid();
    expect(tip).toBe(1_000_000n);
    const announced = computeFee(extrinsic.length, chain.ctx.dispatchInfo(transfer), tip);
    expect(actual_fee).toBe(announced);
    expect(actual_fee - tip).toBe(135_802n);
    expect(freeBalance(chain.ctx, ONE) - before).toBe(actual_fee);
    expect(freeBalance(chain.ctx, ALICE)).toBe(1_000_000_000_000_000n - 1_000n - actual_fee);
    expect(totalIssuance(chain.ctx)).toBe(issued);
  });

  it("are burned where no author is known", () => {
    Aura.Authorities.set(chain.ctx, []);
    const issued = totalIssuance(chain.ctx);
    chain.apply(chain.sign(alice, transfer));
    expect(totalIssuance(chain.ctx)).toBe(issued - paid()[0]!.actual_fee);
  });

  it("are kept when the call fails", () => {
    const result = chain.apply(
      chain.sign(alice, callOf("Balances", "transfer_keep_alive", { dest: id(BOB), value: TOO_MUCH })),
    );
    expect(result).toEqual({ ok: false, error: { type: "Token", value: "FundsUnavailable" } });
    expect(paid()[0]!.actual_fee).toBeGreaterThan(54_078n);
    expect(System.Account.get(chain.ctx, ALICE).nonce).toBe(1);
  });

  it("fall to the weight really used", () => {
    const items = [transfer, callOf("Balances", "transfer_keep_alive", { dest: id(BOB), value: TOO_MUCH }), transfer];
    const batch = callOf("Utility", "batch", { calls: items });
    const extrinsic = chain.sign(alice, batch);
    chain.apply(extrinsic);
    expect(paid()[0]!.actual_fee).toBeLessThan(computeFee(extrinsic.length, chain.ctx.dispatchInfo(batch), 0n));
  });

  it("are nothing for the sudo key", () => {
    const before = freeBalance(chain.ctx, ALICE);
    chain.apply(
      chain.sign(alice, callOf("Sudo", "sudo", { call: callOf("System", "remark", { remark: new Uint8Array() }) })),
    );
    expect(freeBalance(chain.ctx, ALICE)).toBe(before);
    expect(paid()[0]!.actual_fee).toBe(0n);
  });

  it("stop those who cannot pay", () => {
    setFreeBalance(chain.ctx, ALICE, 54_000n);
    expect(() => chain.apply(chain.sign(alice, transfer))).toThrow("Payment");
    expect(System.Account.get(chain.ctx, ALICE).nonce).toBe(0);
  });
});

describe("questions about fees", () => {
  const ask = (method: string, ...parts: Uint8Array[]) =>
    chain.runtime.callApi(chain.state, method, concat(...parts), {
      number: chain.number,
      parentHash: chain.genesisHash,
    });

  it("are answered with what is charged", () => {
    const extrinsic = chain.sign(alice, transfer);
    chain.apply(extrinsic);
    const answer = ask("TransactionPaymentApi_query_info", extrinsic, u32.encode(extrinsic.length));
    expect(u64.decode(answer.slice(-8))).toBe(paid()[0]!.actual_fee);
    const details = ask("TransactionPaymentApi_query_fee_details", extrinsic, u32.encode(extrinsic.length));
    expect(details[0]).toBe(1);
    expect(u64.decode(details.slice(1, 9))).toBe(54_078n);
  });

  it("are the same where only a call is given", () => {
    const call = chain.runtime.encodeCall(transfer);
    const answer = ask("TransactionPaymentCallApi_query_call_info", call, u32.encode(100));
    const info = chain.ctx.dispatchInfo(transfer);
    expect(u64.decode(answer.slice(-8))).toBe(computeFee(100, info, 0n));
  });

  it("convert weights and lengths", () => {
    expect(u64.decode(ask("TransactionPaymentApi_query_length_to_fee", u32.encode(7)))).toBe(7n);
  });
});

describe("fees in alpha (pallets/transaction-fee/src/lib.rs)", () => {
  const hotkey = account("a hotkey");
  const NETUID = 1;
  const unstake = callOf("SubtensorModule", "remove_stake", {
    hotkey,
    netuid: NETUID,
    amount_unstaked: 2_000_000_000n,
  });

  beforeEach(() => {
    Subtensor.SubtokenEnabled.set(chain.ctx, NETUID, true);
    createAccountIfNonExistent(chain.ctx, ALICE, hotkey);
    chain.call(signed(ALICE), "SubtensorModule", "add_stake", {
      hotkey,
      netuid: NETUID,
      amount_staked: 5_000_000_000n,
    });
    setFreeBalance(chain.ctx, ALICE, 600n);
  });

  it("are sold to the author when there is no TAO but the call frees some", () => {
    const before = freeBalance(chain.ctx, ONE);
    expect(chain.apply(chain.sign(alice, unstake))).toEqual({ ok: true });
    const [alphaFee] = chain.eventsOf("SubtensorModule", "TransactionFeePaidWithAlpha") as {
      who: string;
      netuid: number;
      alpha_fee: bigint;
      tao_amount: bigint;
    }[];
    expect(alphaFee).toMatchObject({ who: ALICE, netuid: NETUID });
    expect(freeBalance(chain.ctx, ONE) - before).toBeGreaterThanOrEqual(alphaFee!.tao_amount);
    expect(freeBalance(chain.ctx, ALICE)).toBeGreaterThan(600n);
  });

  it("do not pay for anything else", () => {
    expect(() => chain.apply(chain.sign(alice, transfer))).toThrow("Payment");
  });

  it("need enough alpha at the call's own position", () => {
    const elsewhere = callOf("SubtensorModule", "remove_stake", { hotkey: BOB, netuid: NETUID, amount_unstaked: 1n });
    expect(() => chain.apply(chain.sign(alice, elsewhere))).toThrow("Payment");
  });
});
