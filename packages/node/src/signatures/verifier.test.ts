import type { MultiSignatureValue, SignaturePayload } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { keypairFromUri } from "@myelin/primitives/keys";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { afterAll, describe, expect, it } from "vitest";
import { packChecks, unpackChecks } from "./chunk.ts";
import { SignatureVerifier } from "./verifier.ts";

const sr = keypairFromUri("//Alice");
const ed = keypairFromUri("//Alice", "ed25519");
const secret = blake2b256(Uint8Array.of(7));

function message(i: number): Uint8Array {
  return Uint8Array.from({ length: 10 + (i % 200) }, (_, at) => (at * 7 + i) % 256);
}

function ecdsaSignature(bytes: Uint8Array): MultiSignatureValue {
  const [recovery, ...rest] = secp256k1.sign(blake2b256(bytes), secret, { prehash: false, format: "recovered" });
  return { type: "Ecdsa", value: Uint8Array.from([...rest, recovery!]) };
}

/** Good payloads of the three schemes in turn. */
function payload(i: number): SignaturePayload {
  const bytes = message(i);
  if (i % 3 === 0)
    return { signer: sr.accountId, signature: { type: "Sr25519", value: sr.sign(bytes) }, message: bytes };
  if (i % 3 === 1)
    return { signer: ed.accountId, signature: { type: "Ed25519", value: ed.sign(bytes) }, message: bytes };
  const signer = toHex(blake2b256(secp256k1.getPublicKey(secret, true)));
  return { signer, signature: ecdsaSignature(bytes), message: bytes };
}

describe("the verifier", () => {
  const verifier = new SignatureVerifier({ threads: 2 });
  afterAll(() => verifier.close());

  it("tells good from bad, in threads as on its own", async () => {
    for (const count of [1, 200]) {
      const good = Array.from({ length: count }, (_, i) => payload(i));
      expect(await Promise.all(good.map((each) => verifier.verify(each)))).toEqual(good.map(() => true));
      const bad = good.map((each) => ({ ...each, message: Uint8Array.of(...each.message, 0) }));
      expect(await Promise.all(bad.map((each) => verifier.verify(each)))).toEqual(bad.map(() => false));
    }
  });

  it("answers each signature of a mixed chunk", async () => {
    const mixed = Array.from({ length: 90 }, (_, i) =>
      i % 4 === 0 ? { ...payload(i), message: message(i + 1) } : payload(i),
    );
    expect(await Promise.all(mixed.map((each) => verifier.verify(each)))).toEqual(mixed.map((_, i) => i % 4 !== 0));
    expect(await verifier.verifyAll(mixed)).toBe(false);
    expect(await verifier.verifyAll(mixed.filter((_, i) => i % 4 !== 0))).toBe(true);
    expect(await verifier.verifyAll([])).toBe(true);
  });

  it("takes any bytes for a signature", async () => {
    const junk = (["Sr25519", "Ed25519", "Ecdsa"] as const).flatMap((type) =>
      [0, 1, 255].map((byte) => {
        const value = new Uint8Array(type === "Ecdsa" ? 65 : 64).fill(byte);
        return { signer: toHex(new Uint8Array(32).fill(byte)), signature: { type, value }, message: message(1) };
      }),
    );
    expect(await Promise.all(junk.map((each) => verifier.verify(each)))).toEqual(junk.map(() => false));
  });

  it("finishes what it has when it is closed, and takes no more", async () => {
    const closing = new SignatureVerifier({ threads: 1 });
    const last = Promise.all(Array.from({ length: 100 }, (_, i) => closing.verify(payload(i))));
    await closing.close();
    expect((await last).every(Boolean)).toBe(true);
    await expect(closing.verify(payload(0))).rejects.toMatchObject({ code: "VERIFIER_CLOSED" });
  });
});

it("packs checks without loss", () => {
  const checks = [0, 1, 2, 3].map((i) => ({
    scheme: (["Sr25519", "Ed25519", "Ecdsa"] as const)[i % 3]!,
    signer: new Uint8Array(32).fill(i),
    signature: new Uint8Array(i % 3 === 2 ? 65 : 64).fill(i + 1),
    message: message(i * 50),
  }));
  const unpacked = [...unpackChecks(packChecks(checks))].map((check) => ({
    scheme: check.scheme,
    signer: check.signer.slice(),
    signature: check.signature.slice(),
    message: check.message.slice(),
  }));
  expect(unpacked).toEqual(checks);
});
