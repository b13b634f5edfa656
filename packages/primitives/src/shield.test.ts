import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { utf8 } from "./bytes.ts";
import { fromHex } from "./hex.ts";
import {
  openShielded,
  parseShielded,
  SHIELD_KEY_LENGTH,
  sealShielded,
  shieldKeyHash,
  shieldKeypair,
} from "./shield.ts";

const vector = JSON.parse(readFileSync(new URL("./shield.vectors.json", import.meta.url), "utf8")) as {
  seed: string;
  plaintext: string;
  envelope: string;
};
const envelope = fromHex(`0x${vector.envelope}`);
const keypair = shieldKeypair(fromHex(`0x${vector.seed}`));

describe("the shield's envelope", () => {
  it("of Bittensor's own library opens", () => {
    const parts = parseShielded(envelope)!;
    expect(parts.keyHash).toEqual(shieldKeyHash(keypair.publicKey));
    expect(parts.kemCiphertext).toHaveLength(1_088);
    expect(openShielded(parts, keypair.secretKey)).toEqual(utf8(vector.plaintext));
  });

  it("comes back as it was sealed, for its key alone", () => {
    const other = shieldKeypair();
    const sealed = sealShielded(utf8("an extrinsic"), other.publicKey);
    expect(sealed).toHaveLength(16 + 2 + 1_088 + 24 + 12 + 16);
    expect(openShielded(parseShielded(sealed)!, other.secretKey)).toEqual(utf8("an extrinsic"));
    expect(openShielded(parseShielded(sealed)!, keypair.secretKey)).toBeUndefined();
  });

  it("does not open once a byte of it was changed", () => {
    for (const at of [20, 16 + 2 + 1_088, envelope.length - 1]) {
      const changed = envelope.slice();
      changed[at] ^= 1;
      expect(openShielded(parseShielded(changed)!, keypair.secretKey)).toBeUndefined();
    }
  });

  it("is malformed where a part is cut off (stp-shield, ShieldedTransaction::parse)", () => {
    const withKem = (length: number, rest: number) =>
      new Uint8Array(18 + rest).fill(length & 0xff, 16, 17).fill(length >> 8, 17, 18);
    for (const length of [0, 15, 17]) expect(parseShielded(new Uint8Array(length))).toBeUndefined();
    expect(parseShielded(withKem(1_088, 10))).toBeUndefined();
    expect(parseShielded(withKem(4, 4 + 20))).toBeUndefined();
    expect(parseShielded(withKem(4, 4 + 24))).toBeUndefined();
    expect(parseShielded(withKem(4, 4 + 24 + 1))).toMatchObject({ kemCiphertext: new Uint8Array(4) });
    expect(parseShielded(withKem(0, 24 + 1))).toMatchObject({ kemCiphertext: new Uint8Array(0) });
  });

  it("with lengths no ML-KEM has does not open, and is sealed to keys of the right length only", () => {
    const parts = parseShielded(envelope)!;
    expect(openShielded({ ...parts, kemCiphertext: new Uint8Array(4) }, keypair.secretKey)).toBeUndefined();
    expect(() => sealShielded(utf8("x"), new Uint8Array(SHIELD_KEY_LENGTH - 1))).toThrow("1184 bytes");
  });
});
