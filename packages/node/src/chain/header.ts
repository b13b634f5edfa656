import { type Hash, Header, type HeaderValue, type BlockInfo as RuntimeBlock } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import type { StateDb } from "../state/index.ts";
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

/** The head as the runtime wants to know it when its state is read; a header begins with its parent's hash. */
export function headBlock(db: StateDb): RuntimeBlock {
  const { number } = db.head;
  return { number, parentHash: toHex(db.header(number)!.header.subarray(0, 32)) };
}

function info(header: HeaderValue, encodedHeader: Uint8Array, hash: Hash): BlockInfo {
  return { number: header.number, hash, parentHash: header.parent_hash, header, encodedHeader };
}
