/**
 * The current encryption of Bittensor's keyfiles: `$NACL`, a 24-byte nonce, and an XSalsa20-Poly1305 box under a key
 * that Argon2i 1.3 makes from the password (opentensor/btwallet, src/keyfile.rs; limits of libsodium's argon2i13
 * "sensitive": 8 passes over 512 MiB, one lane).
 */

import { randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import sodium from "libsodium-wrappers";
import { concat, utf8 } from "../bytes.ts";
import { fromHex } from "../hex.ts";
import { damaged, wrongPassword } from "./errors.ts";

export const NACL_PREFIX = utf8("$NACL");

const NONCE_LENGTH = 24;
const TAG_LENGTH = 16;
/** The same for every file: the format has no room for one of its own. */
const SALT = fromHex("0x137183dff15a09bc9c90b5518739e9b1");

/** The 32-byte key of a password. Takes about six seconds, in a worker thread. */
export function deriveNaclKey(password: string): Promise<Uint8Array> {
  const parameters = { salt: SALT, iterations: 8, memorySize: 524_288, parallelism: 1, hashLength: 32 };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./argon2.worker.mjs", import.meta.url), {
      workerData: { ...parameters, password: utf8(password), outputType: "binary" },
      execArgv: [],
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** Encrypts keyfile content under a derived key, with a random nonce. */
export async function sealNacl(content: Uint8Array, key: Uint8Array): Promise<Uint8Array> {
  await sodium.ready;
  const nonce = new Uint8Array(randomBytes(NONCE_LENGTH));
  return concat(NACL_PREFIX, nonce, sodium.crypto_secretbox_easy(content, nonce, key));
}

/** @throws {KeyfileError} `KEYFILE_DAMAGED` if cut short, `KEYFILE_WRONG_PASSWORD` if the key does not open the box. */
export async function openNacl(file: Uint8Array, key: Uint8Array): Promise<Uint8Array> {
  checkNacl(file);
  await sodium.ready;
  const boxStart = NACL_PREFIX.length + NONCE_LENGTH;
  try {
    return sodium.crypto_secretbox_open_easy(file.subarray(boxStart), file.subarray(NACL_PREFIX.length, boxStart), key);
  } catch {
    throw wrongPassword();
  }
}

/** Refuses a file too short to be one, before the costly derivation. */
export function checkNacl(file: Uint8Array): void {
  if (file.length < NACL_PREFIX.length + NONCE_LENGTH + TAG_LENGTH) throw damaged("the encrypted content is cut short");
}
