import { base58 } from "@scure/base";
import { concat, equal, plain, utf8 } from "./bytes.ts";
import { MyelinError } from "./errors.ts";
import { blake2b512 } from "./hash.ts";
import { fromHex, type Hex, isHex, toHex } from "./hex.ts";

/** The address prefix of Bittensor and of Substrate chains without their own. */
export const SS58_PREFIX = 42;

const ACCOUNT_LENGTH = 32;
const CHECKSUM_LENGTH = 2;
const MAX_PREFIX = 16_383;
const CHECKSUM_CONTEXT = utf8("SS58PRE");

export type Ss58ErrorCode = "SS58_INVALID" | "SS58_CHECKSUM" | "SS58_PREFIX" | "SS58_LENGTH";

/** Text that is no address of an account here. */
export class Ss58Error extends MyelinError {
  constructor(code: Ss58ErrorCode, message: string) {
    super(code, message);
  }
}

/**
 * The SS58 address of a 32-byte account.
 *
 * @example
 * ```ts
 * encodeAddress("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
 * // 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
 * ```
 */
export function encodeAddress(account: Uint8Array | Hex, prefix: number = SS58_PREFIX): string {
  const id = typeof account === "string" ? fromHex(account) : account;
  if (id.length !== ACCOUNT_LENGTH) throw new Ss58Error("SS58_LENGTH", `an account has 32 bytes, not ${id.length}`);
  const body = concat(prefixBytes(prefix), id);
  return base58.encode(concat(body, checksum(body)));
}

/**
 * The 32 bytes of the account an address names.
 * @param expectedPrefix refuse addresses of other networks; any prefix is accepted without it.
 * @throws {Ss58Error} `SS58_INVALID`, `SS58_LENGTH`, `SS58_CHECKSUM` (a typing mistake) or `SS58_PREFIX`.
 */
export function decodeAddress(address: string, expectedPrefix?: number): Uint8Array {
  const raw = fromBase58(address);
  const prefixLength = raw[0]! & 0b0100_0000 ? 2 : 1;
  const bodyLength = prefixLength + ACCOUNT_LENGTH;
  if (raw.length !== bodyLength + CHECKSUM_LENGTH || raw[0]! > 127) {
    throw new Ss58Error("SS58_LENGTH", `${shown(address)} is not the address of a 32-byte account`);
  }
  const body = raw.subarray(0, bodyLength);
  if (!equal(checksum(body), raw.subarray(bodyLength))) {
    throw new Ss58Error("SS58_CHECKSUM", `${shown(address)} has a wrong checksum: check it for typing mistakes`);
  }
  const prefix = prefixOf(raw, prefixLength);
  if (expectedPrefix !== undefined && prefix !== expectedPrefix) {
    const message = `${shown(address)} belongs to another network: prefix ${prefix}, expected ${expectedPrefix}`;
    throw new Ss58Error("SS58_PREFIX", message);
  }
  return raw.slice(prefixLength, bodyLength);
}

/** Whether a text is an address, of the given network if a prefix is given. */
export function isAddress(text: string, expectedPrefix?: number): boolean {
  try {
    decodeAddress(text, expectedPrefix);
    return true;
  } catch {
    return false;
  }
}

/** The account id of what users and clients name accounts by: an address, `0x…` of 32 bytes, or the bytes themselves. */
export function toAccountId(account: string | Uint8Array): Hex {
  if (typeof account !== "string") {
    if (account.length !== ACCOUNT_LENGTH) throw new Ss58Error("SS58_LENGTH", "an account has 32 bytes");
    return toHex(account);
  }
  return isHex(account, ACCOUNT_LENGTH) ? (account.toLowerCase() as Hex) : toHex(decodeAddress(account));
}

function fromBase58(address: string): Uint8Array {
  // The longest address has 36 bytes, 50 characters: do not let hostile text cost quadratic time.
  if (address.length === 0 || address.length > 64)
    throw new Ss58Error("SS58_INVALID", `${shown(address)} is no address`);
  try {
    return plain(base58.decode(address));
  } catch {
    throw new Ss58Error("SS58_INVALID", `${shown(address)} is no address: not base58 text`);
  }
}

function shown(address: string): string {
  return JSON.stringify(address.length > 64 ? `${address.slice(0, 64)}…` : address);
}

function checksum(body: Uint8Array): Uint8Array {
  return blake2b512(concat(CHECKSUM_CONTEXT, body)).subarray(0, CHECKSUM_LENGTH);
}

/** One byte below 64, else 14 bits spread over two (`sp_core::crypto::Ss58Codec`). */
function prefixBytes(prefix: number): Uint8Array {
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > MAX_PREFIX) {
    throw new Ss58Error("SS58_PREFIX", `an address prefix is a whole number from 0 to ${MAX_PREFIX}, not ${prefix}`);
  }
  if (prefix < 64) return Uint8Array.of(prefix);
  return Uint8Array.of(((prefix & 0b1111_1100) >> 2) | 0b0100_0000, (prefix >> 8) | ((prefix & 0b11) << 6));
}

function prefixOf(raw: Uint8Array, prefixLength: number): number {
  if (prefixLength === 1) return raw[0]!;
  return ((raw[0]! & 0b0011_1111) << 2) | (raw[1]! >> 6) | ((raw[1]! & 0b0011_1111) << 8);
}
