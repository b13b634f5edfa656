import { blake2b256 } from "@myelin/primitives/hash";
import { HASH_LENGTH, type NodeLayout, nibbleAt, nodeLayout } from "@myelin/primitives/trie";
import { TrieError } from "./trie-error.ts";

/**
 * Node encoding of Substrate's base-16 Merkle-Patricia trie (Polkadot Protocol Specification, "State Storage";
 * polkadot-sdk `substrate/primitives/trie/src/{node_codec,node_header}.rs`). State version 1 stores a value of more than
 * 32 bytes as its blake2b-256 hash; version 0 keeps every value inline.
 */
export type StateVersion = 0 | 1;

/** What a parent holds of a child: the child's encoding when shorter than 32 bytes, else the blake2b-256 of it. */
export type MerkleValue = Uint8Array;

/** A value as it stands in a node. */
export type NodeValue = { readonly inline: Uint8Array } | { readonly hash: Uint8Array };

export interface Branch {
  /** Nibbles between the slot that holds this node and its own branching point, as hex digits. */
  partial: string;
  value: NodeValue | undefined;
  /** Sixteen slots. */
  readonly children: (MerkleValue | undefined)[];
  /** Bit `i` set: child `i` is a branch, so a record of its own exists; clear: it is a leaf. */
  branchMask: number;
}

const scratchHolder = { bytes: Buffer.allocUnsafeSlow(1 << 14) };

/** Grows the scratch buffer to hold `length` bytes; what it held before is lost. */
function scratchFor(length: number): Buffer {
  if (scratchHolder.bytes.length < length) scratchHolder.bytes = Buffer.allocUnsafeSlow(length * 2);
  return scratchHolder.bytes;
}

function putHeader(out: Buffer, at: number, prefix: number, prefixBits: number, nibbles: number): number {
  const max = 0xff >> prefixBits;
  if (nibbles < max) {
    out[at] = prefix | nibbles;
    return at + 1;
  }
  out[at++] = prefix | max;
  let rest = nibbles - max;
  for (; rest >= 255; rest -= 255) out[at++] = 255;
  out[at] = rest;
  return at + 1;
}

function putPartial(out: Buffer, at: number, partial: string): number {
  let from = 0;
  if (partial.length & 1) {
    out[at++] = nibbleAt(partial, 0);
    from = 1;
  }
  if (partial.length - from < 24) {
    for (; from < partial.length; from += 2) out[at++] = (nibbleAt(partial, from) << 4) | nibbleAt(partial, from + 1);
    return at;
  }
  return at + out.write(from === 0 ? partial : partial.slice(from), at, "hex");
}

function putCompact(out: Buffer, at: number, value: number): number {
  if (value < 64) {
    out[at] = value << 2;
    return at + 1;
  }
  if (value < 1 << 14) return out.writeUInt16LE((value << 2) | 1, at);
  return out.writeUInt32LE(value * 4 + 2, at);
}

function putValue(out: Buffer, at: number, value: NodeValue): number {
  if ("hash" in value) {
    out.set(value.hash, at);
    return at + HASH_LENGTH;
  }
  const start = putCompact(out, at, value.inline.length);
  out.set(value.inline, start);
  return start + value.inline.length;
}

export function nodeValue(value: Uint8Array, version: StateVersion): NodeValue {
  return version === 1 && value.length > HASH_LENGTH ? { hash: blake2b256(value) } : { inline: value };
}

/** Encodes a leaf. The bytes are only valid until the next call into this module. */
export function encodeLeaf(partial: string, value: NodeValue): Uint8Array {
  const hashed = "hash" in value;
  const out = scratchFor(partial.length + 64 + (hashed ? 0 : value.inline.length));
  let at = hashed ? putHeader(out, 0, 0x20, 3, partial.length) : putHeader(out, 0, 0x40, 2, partial.length);
  at = putPartial(out, at, partial);
  return out.subarray(0, putValue(out, at, value));
}

/** Bytes before the encoding in a branch's record: the mask of children that are branches, u16 little-endian. */
export const RECORD_HEAD = 2;

/** Writes a branch's record: branch mask, then the encoding. The bytes are only valid until the next call. */
export function encodeBranchRecord(node: Branch): Uint8Array {
  const { value, children, partial } = node;
  const inlineLength = value !== undefined && "inline" in value ? value.inline.length : 0;
  const out = scratchFor(partial.length + inlineLength + 700);
  let at = out.writeUInt16LE(node.branchMask, 0);
  if (value === undefined) at = putHeader(out, at, 0x80, 2, partial.length);
  else if ("hash" in value) at = putHeader(out, at, 0x10, 4, partial.length);
  else at = putHeader(out, at, 0xc0, 2, partial.length);
  at = putPartial(out, at, partial);
  const bitmapAt = at;
  at += 2;
  if (value !== undefined) at = putValue(out, at, value);
  let bitmap = 0;
  for (let index = 0; index < 16; index++) {
    const child = children[index];
    if (child === undefined) continue;
    bitmap |= 1 << index;
    out[at++] = child.length << 2;
    out.set(child, at);
    at += child.length;
  }
  out.writeUInt16LE(bitmap, bitmapAt);
  return out.subarray(0, at);
}

/** Merkle value of an encoding; the result is a copy that may be kept. */
export function merkleValue(encoding: Uint8Array): MerkleValue {
  return encoding.length < HASH_LENGTH ? Uint8Array.from(encoding) : blake2b256(encoding);
}

/** Root hash for the merkle value of the root node (a short root is hashed all the same), or of an empty trie. */
export function rootHash(root: MerkleValue | undefined): Uint8Array {
  if (root === undefined) return blake2b256(Uint8Array.of(0));
  return root.length === HASH_LENGTH ? root : blake2b256(root);
}

/** A branch's record: its mask, and where the parts of its encoding lie, in bytes from the record's start. */
export interface BranchLayout extends NodeLayout {
  readonly branchMask: number;
}

export function branchLayout(record: Uint8Array): BranchLayout {
  const layout = nodeLayout(record, RECORD_HEAD);
  if (layout === undefined || layout.isLeaf) throw damaged();
  const { isLeaf, partial, hasValue, hashed, valueAt, valueEnd, childAt } = layout;
  const branchMask = record[0]! | (record[1]! << 8);
  return { isLeaf, partial, hasValue, hashed, valueAt, valueEnd, childAt, branchMask };
}

/** Merkle value of a child as a view into the record. */
export function childOf(record: Uint8Array, layout: BranchLayout, index: number): MerkleValue | undefined {
  const at = layout.childAt[index]!;
  return at === 0 ? undefined : record.subarray(at, at + (record[at - 1]! >> 2));
}

/** Reads the record of a branch. Child and value bytes are views into `record`. */
export function decodeBranchRecord(record: Uint8Array, layout = branchLayout(record)): Branch {
  const bytes = record.subarray(layout.valueAt, layout.valueEnd);
  const value = !layout.hasValue ? undefined : layout.hashed ? { hash: bytes } : { inline: bytes };
  const children = layout.childAt.map((_, index) => childOf(record, layout, index));
  return { partial: layout.partial, value, children, branchMask: layout.branchMask };
}

function damaged(): TrieError {
  return new TrieError("TRIE_NODE_DAMAGED", "A stored trie node cannot be read: the state database is damaged.");
}
