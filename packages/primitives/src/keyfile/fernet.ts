/** Fernet tokens, which keyfiles of the oldest Bittensor versions are encrypted with. Read only. */

import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { damaged, wrongPassword } from "./errors.ts";

const deriveBytes = promisify(pbkdf2);
const SALT = "Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins";
const ROUNDS = 10_000_000;
const HEAD_LENGTH = 1 + 8 + 16;
const MAC_LENGTH = 32;

/** The 32-byte Fernet key of a password. Takes some seconds, off the event loop. */
export function deriveFernetKey(password: string): Promise<Uint8Array> {
  return deriveBytes(password, SALT, ROUNDS, 32, "sha256");
}

/**
 * Opens a token: version 0x80, 8 bytes of time, 16 of IV, AES-128-CBC, HMAC-SHA256 over all before it
 * (github.com/fernet/spec). The key's first half authenticates, its second decrypts.
 * @throws {KeyfileError} `KEYFILE_DAMAGED` or `KEYFILE_WRONG_PASSWORD`
 */
export function openFernet(file: Uint8Array, key: Uint8Array): Uint8Array {
  const token = fernetToken(file);
  const body = token.subarray(0, -MAC_LENGTH);
  const expected = createHmac("sha256", key.subarray(0, 16)).update(body).digest();
  if (!timingSafeEqual(token.subarray(-MAC_LENGTH), expected)) throw wrongPassword();

  const decipher = createDecipheriv("aes-128-cbc", key.subarray(16, 32), body.subarray(9, HEAD_LENGTH));
  return new Uint8Array(Buffer.concat([decipher.update(body.subarray(HEAD_LENGTH)), decipher.final()]));
}

/** The bytes of a token; refuses what is none before the costly derivation. */
export function fernetToken(file: Uint8Array): Buffer {
  const text = Buffer.from(file).toString("latin1").trim();
  const token = Buffer.from(text, "base64url");
  const whole = /^[\w-]+=*$/.test(text) && (token.length - HEAD_LENGTH - MAC_LENGTH) % 16 === 0;
  if (!whole || token[0] !== 0x80 || token.length < HEAD_LENGTH + 16 + MAC_LENGTH) {
    throw damaged("the encrypted content is no complete Fernet token");
  }
  return token;
}
