import { ed25519 } from "#ed25519";
import { sr25519 } from "#sr25519";
import { type Hex, toHex } from "../hex.ts";
import { encodeAddress } from "../ss58.ts";
import { KeyError } from "./errors.ts";
import { deriveEd25519Seed, parsePath } from "./junctions.ts";
import type { Sr25519Pair } from "./schemes.ts";
import { canonicalSecret, pairFromCanonical } from "./secret-key.ts";

export type CryptoType = "sr25519" | "ed25519";

/** What a keypair can be restored from. */
export interface KeySecrets {
  /** The mnemonic, if the key is exactly what it gives without password and path. */
  readonly mnemonic?: string;
  /** 32 bytes, unless the key was derived from another. */
  readonly seed?: Uint8Array;
  /** sr25519: 64 bytes in canonical form; ed25519: the 32-byte seed. As Bittensor's keyfiles hold it. */
  readonly privateKey: Uint8Array;
}

interface Origin {
  readonly mnemonic?: string;
  readonly seed?: Uint8Array;
}

/** How one scheme signs, derives and exports a key; the secret is closed in. */
interface SecretHalf {
  sign(message: Uint8Array): Uint8Array;
  derive(path: string): Keypair;
  privateKey(): Uint8Array;
}

/**
 * A key that signs. Printing, logging or serialising it shows its address only; the secret leaves through
 * {@link Keypair.exportSecrets} alone.
 *
 * @example
 * ```ts
 * const alice = keypairFromUri("//Alice");
 * verify(alice.sign(message), message, alice.publicKey, alice.cryptoType); // true
 * ```
 */
export class Keypair {
  readonly cryptoType: CryptoType;
  readonly publicKey: Uint8Array;
  /** The public key as `0x…`: how the runtime names the account. */
  readonly accountId: Hex;
  /** The account's SS58 address with prefix 42. */
  readonly address: string;
  readonly #secret: SecretHalf;
  readonly #origin: Origin;

  private constructor(cryptoType: CryptoType, publicKey: Uint8Array, secret: SecretHalf, origin: Origin) {
    this.cryptoType = cryptoType;
    this.publicKey = publicKey;
    this.accountId = toHex(publicKey);
    this.address = encodeAddress(publicKey);
    this.#secret = secret;
    this.#origin = origin;
  }

  /** The keypair of a 32-byte seed. `mnemonic` is kept for {@link Keypair.exportSecrets}. */
  static fromSeed(seed: Uint8Array, cryptoType: CryptoType = "sr25519", mnemonic?: string): Keypair {
    if (seed.length !== 32) throw new KeyError("KEY_SEED_INVALID", `a seed has 32 bytes, not ${seed.length}`);
    const origin = { seed: seed.slice(), mnemonic };
    return cryptoType === "sr25519" ? Keypair.#sr25519(sr25519.pairFromSeed(seed), origin) : Keypair.#ed25519(origin);
  }

  /** The keypair of what {@link KeySecrets.privateKey} holds; for ed25519, seed and public key (64 bytes) serve as well. */
  static fromPrivateKey(privateKey: Uint8Array, cryptoType: CryptoType = "sr25519"): Keypair {
    if (cryptoType === "sr25519") return Keypair.#sr25519(pairFromCanonical(privateKey), {});
    if (privateKey.length !== 32 && privateKey.length !== 64) {
      throw new KeyError("KEY_SECRET_INVALID", "an ed25519 private key has 32 or 64 bytes");
    }
    return Keypair.fromSeed(privateKey.slice(0, 32), "ed25519");
  }

  static #sr25519(pair: Sr25519Pair, origin: Origin): Keypair {
    const secret: SecretHalf = {
      sign: (message) => sr25519.sign(pair, message),
      privateKey: () => canonicalSecret(pair.secretKey),
      derive(path) {
        const step = (from: Sr25519Pair, { hard, chainCode }: { hard: boolean; chainCode: Uint8Array }) =>
          hard ? sr25519.deriveHard(from, chainCode) : sr25519.deriveSoft(from, chainCode);
        return Keypair.#sr25519(parsePath(path).reduce(step, pair), {});
      },
    };
    return new Keypair("sr25519", pair.publicKey, secret, origin);
  }

  static #ed25519(origin: { seed: Uint8Array; mnemonic?: string }): Keypair {
    const { seed } = origin;
    const publicKey = ed25519.publicKey(seed);
    const secret: SecretHalf = {
      sign: ed25519.signer(seed),
      privateKey: () => seed.slice(),
      derive: (path) => Keypair.fromSeed(parsePath(path).reduce(deriveEd25519Seed, seed), "ed25519"),
    };
    return new Keypair("ed25519", publicKey, secret, origin);
  }

  /** Signs the bytes as they are; 64 bytes. */
  sign(message: Uint8Array): Uint8Array {
    return this.#secret.sign(message);
  }

  /**
   * The keypair below this one at `//hard/soft`.
   * @throws {KeyError} `KEY_URI_INVALID`, or `KEY_SOFT_DERIVATION` for a soft step of an ed25519 key.
   */
  derive(path: string): Keypair {
    return path === "" ? this : this.#secret.derive(path);
  }

  /** The secrets, to write a keyfile or to show a mnemonic once. Handle with care. */
  exportSecrets(): KeySecrets {
    const { mnemonic, seed } = this.#origin;
    return { mnemonic, seed: seed?.slice(), privateKey: this.#secret.privateKey() };
  }

  toString(): string {
    return this.address;
  }

  toJSON(): { cryptoType: CryptoType; address: string } {
    return { cryptoType: this.cryptoType, address: this.address };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `Keypair(${this.cryptoType} ${this.address})`;
  }
}
