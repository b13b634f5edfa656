import { blake2b as nobleBlake2b } from "@noble/hashes/blake2.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, utf8 } from "./bytes.ts";
import {
  blake2_128Concat,
  blake2b,
  blake2b128,
  blake2b256,
  blake2b512,
  keccak256,
  sha256,
  twox64,
  twox64Concat,
  twox128,
  twox256,
} from "./hash.ts";
import { toHex } from "./hex.ts";

test("BLAKE2b gives the digest of RFC 7693, appendix A", () => {
  expect(toHex(blake2b512(utf8("abc")))).toBe(
    "0xba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
  );
});

test("BLAKE2b agrees with an independent implementation at every length", () => {
  const length = fc.oneof(fc.constantFrom(16, 32, 64), fc.integer({ min: 1, max: 64 }));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), length, (data, dkLen) => {
      expect(blake2b(data, dkLen)).toEqual(nobleBlake2b(data, { dkLen }));
    }),
  );
});

test("digests stay what they were when the next one is made", () => {
  const first = blake2b256(utf8("first"));
  const kept = toHex(first);
  blake2b256(utf8("second"));
  expect(toHex(first)).toBe(kept);
});

// Origin: prefixes of Substrate's System.Account and Balances; the empty input from sp_crypto_hashing's documentation.
test.each([
  ["", "0x99e9d85137db46ef4bbea33613baafd5"],
  ["System", "0x26aa394eea5630e07c48ae0c9558cef7"],
  ["Account", "0xb99d880ec681799c0cf30e8886371da9"],
  ["Balances", "0xc2261276cc9d1f8598ea4b6a74b15c2f"],
])("twox128 of %j", (text, digest) => {
  expect(toHex(twox128(utf8(text)))).toBe(digest);
  expect(toHex(twox64(utf8(text)))).toBe(digest.slice(0, 18));
  expect(toHex(twox256(utf8(text))).slice(0, 34)).toBe(digest);
});

test("concatenating hashers keep the key readable", () => {
  const key = utf8("a map key");
  expect(twox64Concat(key)).toEqual(concat(twox64(key), key));
  expect(blake2_128Concat(key)).toEqual(concat(blake2b128(key), key));
});

test("SHA-256 (FIPS 180-4) and Keccak-256 (Ethereum's empty hash)", () => {
  expect(toHex(sha256(utf8("abc")))).toBe("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(toHex(keccak256(utf8("")))).toBe("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
});
