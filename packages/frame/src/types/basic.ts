import type { Hex } from "@myelin/primitives/hex";
import * as scale from "@myelin/primitives/scale";
import { define, type PrimitiveName, splitPath, type Type } from "./type.ts";

/** 32 bytes of public key as lower-case hex. */
export type AccountId = Hex;
/** A 32-byte hash as lower-case hex. */
export type Hash = Hex;
export type { Hex };

function primitive<T>(name: PrimitiveName, codec: scale.Codec<T>): Type<T> {
  return define(codec, { key: name, shape: () => ({ tag: "primitive", name }) });
}

export const bool = primitive("bool", scale.bool);
export const u8 = primitive("u8", scale.u8);
export const u16 = primitive("u16", scale.u16);
export const u32 = primitive("u32", scale.u32);
export const u64 = primitive("u64", scale.u64);
export const u128 = primitive("u128", scale.u128);
export const i8 = primitive("i8", scale.i8);
export const i16 = primitive("i16", scale.i16);
export const i32 = primitive("i32", scale.i32);
export const i64 = primitive("i64", scale.i64);
export const i128 = primitive("i128", scale.i128);
export const str = primitive("str", scale.str);

/** The empty tuple `()`. */
export const unit: Type<undefined> = define(scale.unit, { key: "()", shape: () => ({ tag: "tuple", items: [] }) });

/** `Vec<u8>` as bytes. */
export const bytes: Type<Uint8Array> = define(scale.bytes, {
  key: "Vec<u8>",
  shape: () => ({ tag: "sequence", item: u8 }),
});

function byteArray<T>(codec: scale.Codec<T>, length: number): Type<T> {
  return define(codec, { key: `[u8; ${length}]`, shape: () => ({ tag: "array", item: u8, length }) });
}

/** `[u8; length]` as bytes. */
export function fixedBytes(length: number): Type<Uint8Array> {
  return byteArray(scale.fixedBytes(length), length);
}

/** `[u8; length]` as lower-case hex. */
export function fixedHex(length: number): Type<Hex> {
  return byteArray(scale.fixedHex(length), length);
}

/** A struct around bytes of fixed length, as lower-case hex: hashes, public keys, addresses. */
export function hexNewtype(path: string, length: number): Type<Hex> {
  const segments = splitPath(path);
  const inner = fixedHex(length);
  return define(inner.codec, {
    key: path,
    label: segments.at(-1)!,
    path: segments,
    shape: () => ({ tag: "composite", fields: [{ type: inner }] }),
  });
}

export const accountId: Type<AccountId> = hexNewtype("sp_core::crypto::AccountId32", 32);
export const h256: Type<Hash> = hexNewtype("primitive_types::H256", 32);
export const h160: Type<Hex> = hexNewtype("primitive_types::H160", 20);

/** `primitive_types::U256`: four u64 limbs on the wire and in the metadata, one bigint here. */
export const u256: Type<bigint> = define(scale.u256, {
  key: "primitive_types::U256",
  label: "U256",
  path: ["primitive_types", "U256"],
  shape: () => ({ tag: "composite", fields: [{ type: limbs }] }),
});

const limbs = define(scale.array(scale.u64, 4), {
  key: "[u64; 4]",
  shape: () => ({ tag: "array", item: u64, length: 4 }),
});

export const ZERO_ACCOUNT: AccountId = `0x${"00".repeat(32)}`;
export const ZERO_HASH: Hash = `0x${"00".repeat(32)}`;
