import { mortalEra, NONE, option, ROOT, signed } from "@myelin/frame";
import { fromHex } from "@myelin/primitives/hex";
import { keypairFromUri } from "@myelin/primitives/keys";
import { bytes } from "@myelin/primitives/scale";
import {
  parseShielded,
  SHIELD_KEY_LENGTH,
  sealShielded,
  shieldKeyHash,
  shieldKeypair,
} from "@myelin/primitives/shield";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { S as Aura } from "../aura/storage.ts";
import { SHIELD_INHERENT, shieldInherentData } from "./inherent.ts";
import { S } from "./storage.ts";
import { ShieldedTransaction } from "./types.ts";

const alice = keypairFromUri("//Alice");
const ALICE = account("Alice");
const key = (n: number) => new Uint8Array(SHIELD_KEY_LENGTH).fill(n);

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const announce = (enc_key: Uint8Array | undefined) => chain.call(NONE, "MevShield", "announce_next_key", { enc_key });
const places = () => [S.CurrentKey, S.PendingKey, S.NextKey].map((item) => item.get(chain.ctx)?.[0]);
const expiries = () => [S.PendingKeyExpiresAt, S.NextKeyExpiresAt].map((item) => item.get(chain.ctx));

describe("keys (pallets/shield/src/lib.rs, announce_next_key)", () => {
  it("of an author who is alone move on by one place a block", () => {
    chain.nextBlock();
    announce(key(1));
    expect(places()).toEqual([undefined, undefined, undefined]);
    chain.nextBlock();
    announce(key(2));
    expect(places()).toEqual([undefined, undefined, 1]);
    expect(expiries()).toEqual([undefined, chain.number + 3]);
    chain.nextBlock();
    announce(key(3));
    expect(places()).toEqual([undefined, 1, 2]);
    expect(expiries()).toEqual([chain.number + 2, chain.number + 3]);
    chain.nextBlock();
    announce(key(4));
    expect(places()).toEqual([1, 2, 3]);
  });

  it("of three authors in turn are each one's own when its block comes", () => {
    const authors = ["One", "Two", "Three"].map(account);
    Aura.Authorities.set(chain.ctx, authors);
    const seen = [];
    for (let block = 0; block < 5; block++) {
      chain.nextBlock();
      const slot = Number(Aura.CurrentSlot.get(chain.ctx));
      announce(key(slot % 3));
      seen.push({ author: slot % 3, places: places() });
    }
    const first = { author: seen[0]!.author, places: [undefined, undefined, undefined] };
    expect(seen[0]).toEqual(first);
    for (const { author, places } of seen.slice(2)) {
      expect(places.slice(1)).toEqual([(author + 1) % 3, (author + 2) % 3]);
    }
  });

  it("leave the shield when their author announces none", () => {
    for (const n of [1, 2, 3]) {
      chain.nextBlock();
      announce(key(n));
    }
    chain.nextBlock();
    announce(undefined);
    expect(S.AuthorKeys.contains(chain.ctx, Aura.Authorities.get(chain.ctx)[0]!)).toBe(false);
    chain.nextBlock();
    announce(undefined);
    expect(places()).toEqual([2, 3, undefined]);
    expect(expiries()).toEqual([chain.number + 2, undefined]);
  });

  it("are announced by the author alone, with the right length", () => {
    chain.nextBlock();
    announce(key(1));
    const wrong = { enc_key: new Uint8Array(7) };
    expect(chain.failure(NONE, "MevShield", "announce_next_key", wrong)).toBe("MevShield.BadEncKeyLen");
    expect(chain.failure(signed(ALICE), "MevShield", "announce_next_key", { enc_key: key(1) })).toBe("BadOrigin");
    Aura.Authorities.set(chain.ctx, []);
    expect(chain.failure(NONE, "MevShield", "announce_next_key", { enc_key: key(1) })).toBe("MevShield.Unreachable");
    expect(places()).toEqual([undefined, undefined, undefined]);
  });

  it("come into a block as an inherent", () => {
    const header = { number: chain.number, parentHash: chain.genesisHash, digest: [] };
    const executor = chain.runtime.startBlock(chain.state, header);
    const [inherent] = executor.inherents(new Map([[SHIELD_INHERENT, shieldInherentData(key(5))]]));
    expect(chain.runtime.decodeExtrinsic(inherent!).call).toEqual(
      callOf("MevShield", "announce_next_key", { enc_key: key(5) }),
    );
    expect(executor.inherents(new Map())).toEqual([]);
  });
});

describe("wrappers", () => {
  const { publicKey, secretKey } = shieldKeypair(new Uint8Array(64).fill(3));
  const wrapper = (ciphertext: Uint8Array) => callOf("MevShield", "submit_encrypted", { ciphertext });
  const transfer = callOf("Balances", "transfer_keep_alive", { dest: id(account("Bob")), value: 5n });
  const short = () => ({ era: mortalEra(8, chain.number - 1) });
  const validate = (ciphertext: Uint8Array, options = {}) =>
    chain.runtime.validateTransaction(
      chain.state,
      chain.runtime.decodeExtrinsic(chain.sign(alice, wrapper(ciphertext), options)),
      "External",
      { number: chain.number - 1, hash: chain.genesisHash },
    );
  const ask = (method: string, args: Uint8Array) =>
    chain.runtime.callApi(chain.state, `ShieldApi_${method}`, args, { number: 1, parentHash: chain.genesisHash });

  it("are noted and change nothing", () => {
    chain.call(signed(ALICE), "MevShield", "submit_encrypted", { ciphertext: sealShielded(key(0), publicKey) });
    const [event] = chain.eventsOf("MevShield", "EncryptedSubmitted") as { who: string; id: string }[];
    expect(event!.who).toBe(ALICE);
    expect(event!.id).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it("live eight blocks at most (runtime/src/check_mortality.rs)", () => {
    chain.nextBlock(20);
    const sealed = sealShielded(key(0), publicKey);
    expect(() => validate(sealed)).toThrow("Stale");
    expect(() => validate(sealed, { era: mortalEra(16, chain.number - 1) })).toThrow("Stale");
    expect(validate(sealed, short()).longevity).toBeLessThanOrEqual(8n);
  });

  it("must be well-formed; their key may be anyone's (pallets/shield/src/extension.rs)", () => {
    chain.nextBlock(20);
    expect(() => validate(new Uint8Array(5), short())).toThrow("Custom(23)");
    expect(validate(sealShielded(key(0), publicKey), short()).provides).toHaveLength(1);
  });

  it("are taken apart and opened by ShieldApi", () => {
    const inner = chain.sign(alice, transfer, { nonce: 1 });
    const sealed = sealShielded(inner, publicKey);
    const parts = parseShielded(sealed)!;
    const given = ask("try_decode_shielded_tx", chain.sign(alice, wrapper(sealed)));
    const answer = option(ShieldedTransaction).codec.decode(given)!;
    expect(answer.key_hash).toEqual(shieldKeyHash(publicKey));
    expect(answer.aead_ct).toEqual(parts.sealed);
    expect(ask("try_decode_shielded_tx", chain.sign(alice, transfer))).toEqual(Uint8Array.of(0));
    const open = (secret: Uint8Array, tx = answer) =>
      ask("try_unshield_tx", Uint8Array.from([...bytes.encode(secret), ...ShieldedTransaction.codec.encode(tx)]));
    expect(open(secretKey)).toEqual(Uint8Array.from([1, ...inner]));
    expect(open(shieldKeypair().secretKey)).toEqual(Uint8Array.of(0));
  });

  it("are for the next author when they name PendingKey", () => {
    const isCurrent = () => ask("is_shielded_using_current_key", shieldKeyHash(publicKey))[0] === 1;
    announce(publicKey);
    const seen = [2, 3, 4].map((n) => {
      chain.nextBlock();
      announce(key(n));
      chain.nextBlock();
      return isCurrent();
    });
    expect(seen).toEqual([false, true, false]);
  });
});

describe("stored calls (pallets/shield/src/lib.rs, store_encrypted)", () => {
  const store = () => chain.call(signed(ALICE), "MevShield", "store_encrypted", { encrypted_call: fromHex("0x0102") });

  it("wait for a block, and fail there: nothing decrypts them", () => {
    store();
    store();
    expect(S.PendingExtrinsics.get(chain.ctx, 1)).toMatchObject({ who: ALICE, submitted_at: chain.number });
    chain.nextBlock();
    expect(chain.eventsOf("MevShield", "ExtrinsicDecodeFailed")).toEqual([{ index: 0 }, { index: 1 }]);
    expect([...S.PendingExtrinsics.keys(chain.ctx)]).toEqual([]);
    expect([S.CounterForPendingExtrinsics, S.NextPendingExtrinsicIndex].map((i) => i.get(chain.ctx))).toEqual([0, 2]);
  });

  it("expire, and are no more than root allows", () => {
    chain.call(ROOT, "MevShield", "set_stored_extrinsic_lifetime", { value: 0 });
    chain.call(ROOT, "MevShield", "set_max_pending_extrinsics_number", { value: 1 });
    store();
    const more = { encrypted_call: fromHex("0x03") };
    expect(chain.failure(signed(ALICE), "MevShield", "store_encrypted", more)).toBe(
      "MevShield.TooManyPendingExtrinsics",
    );
    chain.nextBlock();
    expect(chain.eventsOf("MevShield", "ExtrinsicExpired")).toEqual([{ index: 0 }]);
  });

  it("have limits that are root's, and half a block at most", () => {
    for (const name of ["set_on_initialize_weight", "set_max_extrinsic_weight"]) {
      expect(chain.failure(signed(ALICE), "MevShield", name, { value: 1n })).toBe("BadOrigin");
      expect(chain.failure(ROOT, "MevShield", name, { value: 2_000_000_000_001n })).toBe(
        "MevShield.WeightExceedsAbsoluteMax",
      );
      expect(chain.failure(ROOT, "MevShield", name, { value: 2_000_000_000_000n })).toBeUndefined();
    }
    expect(chain.eventNames()).toEqual(
      expect.arrayContaining(["MevShield.OnInitializeWeightSet", "MevShield.MaxExtrinsicWeightSet"]),
    );
  });
});
