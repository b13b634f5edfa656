import { fromHex, toHex, utf8 } from "@myelin/primitives";
import { MAX_PARTS } from "./text.ts";

/** What a validator commits to on chain (`Commitments.set_commitment`): which parts it reads, and all chunks it has finished. */
export interface Commitment {
  /** Id of its text. */
  readonly corpus: string;
  /** Parts it has begun, ever. */
  readonly parts: ReadonlySet<number>;
  /** Finished chunks, and the head of their list. */
  readonly chunks: number;
  readonly head: string;
}

const MAGIC = utf8("mlt1");
const LENGTH = MAGIC.length + 16 + MAX_PARTS / 8 + 4 + 32;

/** 64 bytes, one `Raw64` field. */
export function encodeCommitment({ corpus, parts, chunks, head }: Commitment): Uint8Array {
  const bytes = new Uint8Array(LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  bytes.set(fromHex(`0x${corpus}`), 4);
  for (const part of parts) bytes[20 + (part >> 3)]! |= 1 << (part & 7);
  view.setUint32(28, chunks, true);
  bytes.set(fromHex(head), 32);
  return bytes;
}

/** The commitment in `bytes`, or undefined where they are something else. */
export function decodeCommitment(bytes: Uint8Array): Commitment | undefined {
  if (bytes.length !== LENGTH || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined;
  const parts = Array.from({ length: MAX_PARTS }, (_, part) => part);
  return {
    corpus: toHex(bytes.subarray(4, 20)).slice(2),
    parts: new Set(parts.filter((part) => (bytes[20 + (part >> 3)]! >> (part & 7)) & 1)),
    chunks: new DataView(bytes.buffer, bytes.byteOffset).getUint32(28, true),
    head: toHex(bytes.subarray(32, 64)),
  };
}
