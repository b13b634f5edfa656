import type { StorageKey } from "@myelin/frame";
import { commonLength, nibbleAt } from "@myelin/primitives/trie";
import {
  type Branch,
  encodeBranchRecord,
  encodeLeaf,
  merkleValue,
  nodeValue,
  RECORD_HEAD,
  type StateVersion,
} from "./node-codec.ts";
import type { Leaf, Slot } from "./source.ts";

/** Called with the path of a slot and the record of the branch in it; the record is only valid during the call. */
export type EmitNode = (path: string, record: Uint8Array) => void;

/** A branch whose children are still coming; `length` is the length of the path of its branching point. */
interface OpenBranch extends Branch {
  readonly length: number;
  readonly key: string;
}

/** Merkle value of a leaf whose slot's path has `slotLength` characters. */
export function leafSlot(leaf: Leaf, slotLength: number, version: StateVersion): Slot {
  const merkle = merkleValue(encodeLeaf(leaf.key.slice(slotLength), nodeValue(leaf.value, version)));
  return { merkle, branch: false, leaf };
}

/**
 * Builds, bottom-up and in one pass, the part of a trie below a slot from all of its entries in ascending order of keys.
 * Holds no more than one branch a level, so any number of entries can be streamed through it.
 *
 * @param slotLength length of the slot's path; every key starts with that path
 */
export function buildTrie(
  entries: Iterable<readonly [StorageKey, Uint8Array]>,
  slotLength: number,
  version: StateVersion,
  emit: EmitNode,
): Slot | undefined {
  const stack: OpenBranch[] = [];
  let last: Leaf | undefined;

  const attach = (parent: OpenBranch, key: string, slot: Slot): void => {
    const index = nibbleAt(key, parent.length);
    parent.children[index] = slot.merkle;
    if (slot.branch) parent.branchMask |= 1 << index;
  };
  const close = (open: OpenBranch, parentLength: number): Slot => {
    open.partial = open.key.slice(parentLength, open.length);
    const record = encodeBranchRecord(open);
    const merkle = merkleValue(record.subarray(RECORD_HEAD));
    emit(open.key.slice(0, parentLength), record);
    return { merkle, branch: true };
  };
  /** Makes a child (the leaf, or the branch closed last) of everything deeper than `length`, under the branch at `length`. */
  const foldTo = (leaf: Leaf, length: number): void => {
    let closing: OpenBranch | undefined;
    for (;;) {
      const top = stack[stack.length - 1];
      const parentLength = Math.max(top === undefined ? length : top.length, length);
      const slot = closing === undefined ? leafSlot(leaf, parentLength + 1, version) : close(closing, parentLength + 1);
      if (top !== undefined && top.length === parentLength) attach(top, leaf.key, slot);
      else attach(push(leaf.key, length), leaf.key, slot);
      if (parentLength === length) return;
      closing = stack.pop();
    }
  };
  const push = (key: string, length: number): OpenBranch => {
    const children = new Array<Uint8Array | undefined>(16).fill(undefined);
    const open: OpenBranch = { partial: "", value: undefined, children, branchMask: 0, length, key };
    stack.push(open);
    return open;
  };

  for (const [key, value] of entries) {
    if (last !== undefined) {
      const common = commonLength(last.key, key, slotLength);
      if (common === last.key.length) push(last.key, common).value = nodeValue(last.value, version);
      else foldTo(last, common);
    }
    last = { key, value };
  }
  if (last === undefined) return undefined;
  const bottom = stack[0];
  if (bottom === undefined) return leafSlot(last, slotLength, version);
  foldTo(last, bottom.length);
  return close(bottom, slotLength);
}
