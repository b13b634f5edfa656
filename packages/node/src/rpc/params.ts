import type { AccountId, Hash } from "@myelin/frame";
import { fromHex, type Hex, isHex, toHex } from "@myelin/primitives/hex";
import { decodeAddress } from "@myelin/primitives/ss58";
import { rpcErrors } from "./errors.ts";

const HASH_BYTES = 32;

/**
 * The parameters of one request, read by position. Every reader throws `-32602 Invalid params` with a sentence that
 * names the parameter; `null` counts as absent.
 */
export class Params {
  readonly #values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.#values = values;
  }

  has(index: number): boolean {
    const value = this.#values[index];
    return value !== undefined && value !== null;
  }

  raw(index: number): unknown {
    return this.#values[index];
  }

  text(index: number, name: string): string {
    return checkText(this.#values[index], name);
  }

  /** Lower-case hex of whole bytes. */
  hex(index: number, name: string): Hex {
    return checkHex(this.#values[index], name);
  }

  optionalHex(index: number, name: string): Hex | undefined {
    return this.has(index) ? this.hex(index, name) : undefined;
  }

  bytes(index: number, name: string): Uint8Array {
    return fromHex(this.hex(index, name));
  }

  /** Bytes whose `0x` may be missing, as Bittensor's clients and papi send the arguments of `state_call`. */
  looseBytes(index: number, name: string): Uint8Array {
    const text = this.text(index, name);
    return fromHex(checkHex(text.startsWith("0x") ? text : `0x${text}`, name));
  }

  hash(index: number, name = "hash"): Hash {
    return checkHash(this.#values[index], name);
  }

  optionalHash(index: number, name = "at"): Hash | undefined {
    return this.has(index) ? this.hash(index, name) : undefined;
  }

  hexes(index: number, name: string): Hex[] {
    return this.list(index, name).map((value) => checkHex(value, name));
  }

  list(index: number, name: string): readonly unknown[] {
    const value = this.#values[index];
    if (!Array.isArray(value)) throw rpcErrors.invalidParams(`${name}: expected a list`);
    return value;
  }

  flag(index: number, name: string): boolean {
    const value = this.#values[index];
    if (typeof value !== "boolean") throw rpcErrors.invalidParams(`${name}: expected true or false`);
    return value;
  }

  /** A whole number of 0 to `most`. */
  integer(index: number, name: string, most: number = Number.MAX_SAFE_INTEGER): number {
    return checkInteger(this.#values[index], name, most);
  }

  /** The account of an SS58 address. */
  account(index: number, name: string): AccountId {
    const text = this.text(index, name);
    try {
      return toHex(decodeAddress(text));
    } catch (error) {
      throw rpcErrors.invalidParams(`${name}: ${error instanceof Error ? error.message : "expected an address"}`);
    }
  }
}

export function checkText(value: unknown, name: string): string {
  if (typeof value !== "string") throw rpcErrors.invalidParams(`${name}: expected text`);
  return value;
}

export function checkHex(value: unknown, name: string): Hex {
  if (!isHex(value)) throw rpcErrors.invalidParams(`${name}: expected bytes as 0x… with an even number of digits`);
  return value.toLowerCase() as Hex;
}

export function checkHash(value: unknown, name: string): Hash {
  if (!isHex(value, HASH_BYTES)) throw rpcErrors.invalidParams(`${name}: expected ${HASH_BYTES} bytes as 0x…`);
  return value.toLowerCase() as Hash;
}

export function checkInteger(value: unknown, name: string, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most) {
    throw rpcErrors.invalidParams(`${name}: expected a whole number from 0 to ${most}`);
  }
  return value;
}
