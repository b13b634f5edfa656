import { mortalEra, PalletError, signed } from "@myelin/frame";
import { keypairFromUri } from "@myelin/primitives/keys";
import { beforeEach, describe, expect, it } from "vitest";
import { customErrorOf } from "../pallets/subtensor/guards/custom_error.ts";
import { S as Subtensor } from "../pallets/subtensor/storage.ts";
import { S as System } from "../pallets/system/storage.ts";
import { account, callOf, id, type SignOptions, TestChain } from "../testing/harness.ts";
import { extensions } from "./index.ts";

const alice = keypairFromUri("//Alice");
const [ALICE, BOB] = [account("Alice"), account("Bob")];
const transfer = callOf("Balances", "transfer_keep_alive", { dest: id(BOB), value: 1_000n });
const remark = (length: number) => callOf("System", "remark", { remark: new Uint8Array(length) });

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const validate = (call = transfer, options: SignOptions = {}, key = alice) =>
  chain.runtime.validateTransaction(
    chain.state,
    chain.runtime.decodeExtrinsic(chain.sign(key, call, options)),
    "External",
    { number: chain.number - 1, hash: chain.genesisHash },
  );

describe("the extensions (runtime/src/lib.rs, TransactionExtensions)", () => {
  it("stand in the order of the chain, three of them with bytes and one with a mode", () => {
    expect(extensions.map(({ identifier }) => identifier)).toEqual([
      "CheckNonZeroSender",
      "CheckSpecVersion",
      "CheckTxVersion",
      "CheckGenesis",
      "CheckMortality",
      "CheckNonce",
      "CheckWeight",
      "ChargeTransactionPayment",
      "SudoTransactionExtension",
      "CheckShieldedTxValidity",
      "SubtensorTransactionExtension",
      "DrandPriority",
      "CheckMetadataHash",
    ]);
    const { extraRange } = chain.runtime.decodeExtrinsic(chain.sign(alice, transfer));
    expect(extraRange[1] - extraRange[0]).toBe(4);
  });
});

describe("nonces (runtime/src/check_nonce.rs)", () => {
  it("order an account's transactions by tags", () => {
    const first = validate();
    const third = validate(transfer, { nonce: 2 });
    expect(first.requires).toEqual([]);
    expect(third.requires).toHaveLength(1);
    expect(validate(transfer, { nonce: 1 }).provides).toEqual(third.requires);
  });

  it("are used once, one after the other", () => {
    chain.apply(chain.sign(alice, transfer));
    expect(() => chain.apply(chain.sign(alice, transfer, { nonce: 0 }))).toThrow("Stale");
    expect(() => chain.apply(chain.sign(alice, transfer, { nonce: 2 }))).toThrow("Future");
    expect(chain.apply(chain.sign(alice, transfer, { nonce: 1 }))).toEqual({ ok: true });
  });

  it("need a living account, unless the call is free", () => {
    const stranger = keypairFromUri("//nobody yet");
    expect(() => validate(transfer, {}, stranger)).toThrow("Payment");
    const free = callOf("Commitments", "set_commitment", { netuid: 1, info: { fields: [] } });
    expect(validate(free, {}, stranger).provides).toHaveLength(1);
    expect(chain.apply(chain.sign(stranger, free)).ok).toBe(false);
    expect(System.Account.get(chain.ctx, stranger.accountId).nonce).toBe(1);
  });
});

describe("mortality (runtime/src/check_mortality.rs)", () => {
  it("ends with the era", () => {
    chain.nextBlock(20);
    const era = mortalEra(8, chain.number - 1);
    expect(validate(transfer, { era }).longevity).toBeLessThanOrEqual(8n);
    expect(validate().longevity).toBe((1n << 64n) - 1n);
  });

  it("needs the hash of the birth block", () => {
    chain.nextBlock(20);
    const extrinsic = chain.runtime.decodeExtrinsic(
      chain.sign(alice, transfer, { era: mortalEra(8, chain.number - 1) }),
    );
    const forgetful = { ...chain.signatureEnv(), blockHash: () => undefined };
    expect(() => chain.runtime.signaturePayload(extrinsic, forgetful)).toThrow("AncientBirthBlock");
  });
});

describe("weight and length (substrate/frame/system/src/extensions/check_weight.rs)", () => {
  it("refuse what no block can hold", () => {
    const heavy = callOf("Utility", "with_weight", {
      call: remark(0),
      weight: { ref_time: 2_599_891_843_001n, proof_size: 0n },
    });
    expect(() => validate(heavy)).toThrow("ExhaustsResources");
    expect(() => chain.apply(chain.sign(alice, remark(7_864_321)))).toThrow("ExhaustsResources");
  });

  it("refuse what this block cannot hold any more, and count what it holds", () => {
    const before = System.BlockWeight.get(chain.ctx).normal.ref_time;
    chain.apply(chain.sign(alice, remark(5)));
    const after = System.BlockWeight.get(chain.ctx);
    expect(after.normal.ref_time).toBeGreaterThan(before + 108_157_000n);
    System.BlockWeight.set(chain.ctx, { ...after, normal: { ref_time: 2_999_999_000_000n, proof_size: 0n } });
    expect(() => chain.apply(chain.sign(alice, remark(5)))).toThrow("ExhaustsResources");
    expect(System.Account.get(chain.ctx, ALICE).nonce).toBe(1);
  });
});

describe("limits of a network of its own", () => {
  it("hold more or less than the main network's blocks", () => {
    chain = new TestChain({ config: { blockWeightLimit: 10n ** 18n, blockLengthLimit: 1_000 } });
    const { ctx } = chain;
    System.BlockWeight.mutate(ctx, (all) => ({ ...all, normal: { ref_time: 3n * 10n ** 12n, proof_size: 0n } }));
    expect(chain.apply(chain.sign(alice, remark(5))).ok).toBe(true);
    expect(() => chain.apply(chain.sign(alice, remark(750)))).toThrow("ExhaustsResources");
  });

  it("count the block's step as the chain does: 110,634,229 ns, 8,304 reads and 110 writes at least", () => {
    const step = 110_634_229_000n + 8_304n * 25_000_000n + 110n * 100_000_000n;
    expect(System.BlockWeight.get(chain.ctx).mandatory.ref_time).toBeGreaterThan(step);
  });
});

describe("priority (runtime/src/transaction_payment_wrapper.rs)", () => {
  it("is flat: tips buy nothing, operational calls come first", () => {
    expect(validate().priority).toBe(1n);
    expect(validate(transfer, { tip: 1_000_000n }).priority).toBe(1n);
    expect(validate(callOf("System", "set_storage", { items: [] })).priority).toBe(10_000_000_000n);
  });
});

describe("sudo calls (runtime/src/sudo_wrapper.rs)", () => {
  it("are the sudo key's", () => {
    const call = callOf("Sudo", "remove_key");
    expect(() => validate(call, {}, keypairFromUri("//Bob"))).toThrow("BadSigner");
    expect(validate(call).priority).toBe(1n);
  });
});

describe("guards (pallets/subtensor/src/extensions/subtensor.rs)", () => {
  const announce = () => Subtensor.ColdkeySwapAnnouncements.set(chain.ctx, ALICE, [1, chain.genesisHash]);

  it("tell the pool a code and the dispatcher an error, nested calls included", () => {
    announce();
    expect(() => chain.apply(chain.sign(alice, transfer))).toThrow("Custom(0)");
    expect(chain.failure(signed(ALICE), "Balances", "transfer_keep_alive", transfer.value.value)).toBe(
      "SubtensorModule.ColdkeySwapAnnounced",
    );
    const asAlice = callOf("Sudo", "sudo_as", { who: id(ALICE), call: transfer });
    Subtensor.ColdkeySwapAnnouncements.remove(chain.ctx, ALICE);
    chain.call(signed(ALICE), "Sudo", "set_key", { new: id(BOB) });
    announce();
    chain.dispatch(signed(BOB), asAlice);
    const [done] = chain.eventsOf("Sudo", "SudoAsDone") as { sudo_result: { ok: boolean } }[];
    expect(done!.sudo_result.ok).toBe(false);
  });

  it("say more when the swap is disputed", () => {
    announce();
    Subtensor.ColdkeySwapDisputes.set(chain.ctx, ALICE, 1);
    expect(() => chain.apply(chain.sign(alice, transfer))).toThrow("Custom(21)");
  });

  it("refuse weights without stake and endpoints of strangers before they cost anything", () => {
    Subtensor.StakeThreshold.set(chain.ctx, 1_000n);
    const setWeights = callOf("SubtensorModule", "set_weights", {
      netuid: 1,
      dests: [0],
      weights: [1],
      version_key: 0n,
    });
    expect(() => chain.apply(chain.sign(alice, setWeights))).toThrow("Custom(1)");
    const serve = callOf("SubtensorModule", "serve_axon", {
      netuid: 1,
      version: 1,
      ip: 2_130_706_433n,
      port: 8091,
      ip_type: 4,
      protocol: 4,
      placeholder1: 0,
      placeholder2: 0,
    });
    expect(() => chain.apply(chain.sign(alice, serve))).toThrow("Custom(10)");
  });

  it("use the numbers of common/src/transaction_error.rs", () => {
    const code = (name: string) => customErrorOf(new PalletError("SubtensorModule", name, 0));
    expect(
      ["AmountTooLow", "SubnetNotExists", "SettingWeightsTooFast", "InvalidPort", "DelegateTakeTooHigh"].map(code),
    ).toEqual([1, 3, 6, 13, 27]);
    expect(code("Overflow")).toBe(255);
  });
});

describe("the metadata digest (RFC-78)", () => {
  it("cannot be checked here, and is not pretended to be", () => {
    const extrinsic = () => chain.sign(alice, transfer, { mode: "Enabled" });
    expect(extrinsic).toThrow("CannotLookup");
  });
});
