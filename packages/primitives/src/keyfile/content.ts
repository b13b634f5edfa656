/**
 * The JSON inside a keyfile (opentensor/btwallet, src/keyfile.rs): `accountId`, `publicKey`, `privateKey`,
 * `secretPhrase`, `secretSeed`, `ss58Address`, all optional text, and `cryptoType`, 0 for ed25519 and 1 for sr25519.
 */

import { equal, fromUtf8, utf8 } from "../bytes.ts";
import { fromHex, type Hex, isHex, toHex } from "../hex.ts";
import { type CryptoType, Keypair } from "../keys/keypair.ts";
import { keypairFromMnemonic } from "../keys/uri.ts";
import { decodeAddress, encodeAddress } from "../ss58.ts";
import { damaged, KeyfileError } from "./errors.ts";

/** What a public keyfile tells. */
export interface PublicKey {
  readonly publicKey: Uint8Array;
  readonly accountId: Hex;
  readonly address: string;
  readonly cryptoType: CryptoType;
}

type Fields = Partial<
  Record<"accountId" | "publicKey" | "privateKey" | "secretPhrase" | "secretSeed" | "ss58Address", string>
> & {
  cryptoType?: number;
};

const CRYPTO_TYPES: readonly CryptoType[] = ["ed25519", "sr25519"];

/** Keyfile content that holds the secret. */
export function writeSecretContent(keypair: Keypair): Uint8Array {
  const { mnemonic, seed, privateKey } = keypair.exportSecrets();
  return write(keypair, {
    privateKey: toHex(privateKey),
    secretPhrase: mnemonic,
    secretSeed: seed && toHex(seed),
  });
}

/** Keyfile content that holds the public key only. */
export function writePublicContent(key: Pick<PublicKey, "publicKey" | "cryptoType">): Uint8Array {
  return write(key, {});
}

function write({ publicKey, cryptoType }: Pick<PublicKey, "publicKey" | "cryptoType">, secrets: Fields): Uint8Array {
  const id = toHex(publicKey);
  const fields: Fields = { accountId: id, publicKey: id, ...secrets, ss58Address: encodeAddress(publicKey) };
  // btwallet 4.0 refuses any number in the file, so the default is left out.
  if (cryptoType !== "sr25519") fields.cryptoType = CRYPTO_TYPES.indexOf(cryptoType);
  return utf8(JSON.stringify(fields));
}

/**
 * The keypair of plain keyfile content; mnemonic first, then seed, then private key, as btwallet reads.
 * @throws {KeyfileError} `KEYFILE_DAMAGED`, or `KEYFILE_NO_SECRET` for a public keyfile.
 */
export function readSecretContent(content: Uint8Array): Keypair {
  const fields = parse(content);
  const keypair = restore(fields);
  const stated = statedPublicKey(fields);
  if (stated && !equal(stated, keypair.publicKey)) throw damaged("its public key does not belong to its secret");
  return keypair;
}

/**
 * The public key of plain keyfile content.
 * @throws {KeyfileError} `KEYFILE_DAMAGED`
 */
export function readPublicContent(content: Uint8Array): PublicKey {
  const fields = parse(content);
  const publicKey = statedPublicKey(fields);
  if (!publicKey) throw damaged("it names no public key");
  return {
    publicKey,
    accountId: toHex(publicKey),
    address: encodeAddress(publicKey),
    cryptoType: cryptoTypeOf(fields),
  };
}

function parse(content: Uint8Array): Fields {
  let fields: unknown;
  try {
    fields = JSON.parse(fromUtf8(content));
  } catch {
    throw damaged("its content is no JSON");
  }
  if (typeof fields !== "object" || fields === null || Array.isArray(fields))
    throw damaged("its content is no JSON object");
  for (const [name, value] of Object.entries(fields)) {
    const expected = name === "cryptoType" ? "number" : "string";
    if (value !== null && typeof value !== expected) throw damaged(`its field ${name} is no ${expected}`);
  }
  return fields;
}

function restore(fields: Fields): Keypair {
  const cryptoType = cryptoTypeOf(fields);
  try {
    if (fields.secretPhrase) return keypairFromMnemonic(fields.secretPhrase, { cryptoType });
    if (fields.secretSeed) return Keypair.fromSeed(seedBytes(fields.secretSeed), cryptoType);
    if (fields.privateKey) return Keypair.fromPrivateKey(fromHex(prefixed(fields.privateKey)), cryptoType);
  } catch {
    // What went wrong inside could quote the secret: say only where.
    throw damaged("its secret is not valid");
  }
  throw new KeyfileError("KEYFILE_NO_SECRET", "this file holds a public key only; signing needs the private keyfile");
}

function cryptoTypeOf(fields: Fields): CryptoType {
  const type = CRYPTO_TYPES[fields.cryptoType ?? 1];
  if (!type) throw damaged(`its cryptoType ${fields.cryptoType} is not supported (0 ed25519, 1 sr25519)`);
  return type;
}

/** btwallet writes a seed that happens to be valid UTF-8 as that text instead of hexadecimal. */
function seedBytes(text: string): Uint8Array {
  const hex = prefixed(text);
  return isHex(hex, 32) ? fromHex(hex) : utf8(hex.slice(2));
}

function prefixed(hex: string): string {
  return hex.startsWith("0x") ? hex : `0x${hex}`;
}

function statedPublicKey(fields: Fields): Uint8Array | undefined {
  const hex = fields.publicKey ?? fields.accountId;
  if (hex) {
    if (!isHex(prefixed(hex), 32)) throw damaged("its public key is not 32 bytes");
    return fromHex(prefixed(hex));
  }
  if (!fields.ss58Address) return undefined;
  try {
    return decodeAddress(fields.ss58Address);
  } catch {
    throw damaged("its address is not valid");
  }
}
