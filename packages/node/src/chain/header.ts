import { type Hash, Header, type HeaderValue } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import type { BlockInfo } from "./chain.ts";

/** A header, encoded and hashed. */
export function encodeHeader(header: HeaderValue): BlockInfo {
  const encodedHeader = Header.codec.encode(header);
  return info(header, encodedHeader, toHex(blake2b256(encodedHeader)));
}

/** A stored header; `hash` is the one it was stored under. */
export function decodeHeader(encodedHeader: Uint8Array, hash = toHex(blake2b256(encodedHeader))): BlockInfo {
  return info(Header.codec.decode(encodedHeader), encodedHeader, hash);
}

function info(header: HeaderValue, encodedHeader: Uint8Array, hash: Hash): BlockInfo {
  return { number: header.number, hash, parentHash: header.parent_hash, header, encodedHeader };
}
