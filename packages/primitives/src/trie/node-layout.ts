import { toHex } from "../hex.ts";
import { digit } from "./nibbles.ts";

/** Bytes of a hash; a node shorter than that stands in its parent, a longer value (state version 1) is hashed. */
export const HASH_LENGTH = 32;
const CHILDREN = 16;

/** Where the parts of a node's encoding lie, in bytes from the start of the array that holds it. */
export interface NodeLayout {
  readonly isLeaf: boolean;
  /** Nibbles between the slot that holds the node and its own point, as hex digits. */
  readonly partial: string;
  readonly hasValue: boolean;
  /** Whether the value's place holds its blake2b-256 hash. */
  readonly hashed: boolean;
  /** First byte of the value, after its length if it is inline; `valueEnd` is `valueAt` when there is none. */
  readonly valueAt: number;
  readonly valueEnd: number;
  /**
   * First byte of each child's merkle value, or 0 for an empty slot; its length stands, shifted, in the byte before.
   * Empty for a leaf.
   */
  readonly childAt: readonly number[];
}

/** Kinds of node by the first bits of the header: prefix, bits that hold the partial key's length, and what follows. */
interface Kind {
  readonly isLeaf: boolean;
  readonly value: "none" | "inline" | "hash";
  /** Largest length that the header itself can tell. */
  readonly max: number;
}

const LEAF: Kind = { isLeaf: true, value: "inline", max: 0x3f };
const BRANCH: Kind = { isLeaf: false, value: "none", max: 0x3f };
const BRANCH_WITH_VALUE: Kind = { isLeaf: false, value: "inline", max: 0x3f };
const LEAF_WITH_HASH: Kind = { isLeaf: true, value: "hash", max: 0x1f };
const BRANCH_WITH_HASH: Kind = { isLeaf: false, value: "hash", max: 0x0f };

function kindOf(header: number): Kind | undefined {
  switch (header >> 6) {
    case 1:
      return LEAF;
    case 2:
      return BRANCH;
    case 3:
      return BRANCH_WITH_VALUE;
    default:
      if (header >> 5 === 1) return LEAF_WITH_HASH;
      return header >> 4 === 1 ? BRANCH_WITH_HASH : undefined;
  }
}

/**
 * Finds the parts of a node that fills `bytes` from `start` on; undefined where the bytes are no node. Reads nothing
 * beyond the end, whatever the bytes are (Polkadot Protocol Specification, "State Storage"; polkadot-sdk
 * `substrate/primitives/trie/src/{node_codec,node_header}.rs`).
 */
export function nodeLayout(bytes: Uint8Array, start = 0): NodeLayout | undefined {
  const end = bytes.length;
  if (start >= end) return undefined;
  let at = start;
  const header = bytes[at++]!;
  const kind = kindOf(header);
  if (kind === undefined) return undefined;
  const { isLeaf } = kind;
  let nibbles = header & kind.max;
  if (nibbles === kind.max) {
    let more: number;
    do {
      if (at >= end) return undefined;
      more = bytes[at++]!;
      nibbles += more;
    } while (more === 255);
  }
  const partialEnd = at + ((nibbles + 1) >> 1);
  if (partialEnd > end) return undefined;
  const partial = nibbles === 0 ? "" : readPartial(bytes, at, nibbles);
  at = partialEnd;

  let bitmap = 0;
  if (!isLeaf) {
    if (at + 2 > end) return undefined;
    bitmap = bytes[at]! | (bytes[at + 1]! << 8);
    at += 2;
  }
  let valueAt = at;
  if (kind.value === "hash") at += HASH_LENGTH;
  else if (kind.value === "inline") {
    const mode = bytes[at]! & 3;
    valueAt = at + (mode === 0 ? 1 : mode === 1 ? 2 : 4);
    if (mode === 3 || valueAt > end) return undefined;
    at = valueAt + lengthAt(bytes, at, mode);
  }
  if (at > end) return undefined;
  const valueEnd = at;

  const childAt: number[] = isLeaf ? NO_CHILDREN : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let index = 0; index < CHILDREN; index++) {
    if ((bitmap & (1 << index)) === 0) continue;
    if (at >= end || (bytes[at]! & 3) !== 0) return undefined;
    childAt[index] = at + 1;
    at += 1 + (bytes[at]! >> 2);
  }
  if (at !== end) return undefined;
  return {
    isLeaf,
    partial,
    hasValue: kind.value !== "none",
    hashed: kind.value === "hash",
    valueAt,
    valueEnd,
    childAt,
  };
}

const NO_CHILDREN: number[] = [];

/** The length that a compact integer of one, two or four bytes tells. */
function lengthAt(bytes: Uint8Array, at: number, mode: number): number {
  const first = bytes[at]!;
  if (mode === 0) return first >> 2;
  if (mode === 1) return (first >> 2) | (bytes[at + 1]! << 6);
  return ((first | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0) >>> 2;
}

/** An odd number of nibbles begins with the lower half of a byte. */
function readPartial(bytes: Uint8Array, at: number, nibbles: number): string {
  const odd = nibbles & 1;
  const first = odd === 1 ? digit(bytes[at]! & 15) : "";
  if (nibbles === odd) return first;
  return first + toHex(bytes.subarray(at + odd, at + odd + (nibbles >> 1))).slice(2);
}
