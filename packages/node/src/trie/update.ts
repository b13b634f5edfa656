import type { StorageKey } from "@myelin/frame";
import { commonLength, digit, nibbleAt, ROOT_LENGTH, ROOT_PATH } from "@myelin/primitives/trie";
import { buildTrie, type EmitNode, leafSlot } from "./builder.ts";
import {
  type Branch,
  type BranchLayout,
  branchLayout,
  decodeBranchRecord,
  encodeBranchRecord,
  type MerkleValue,
  merkleValue,
  nodeValue,
  RECORD_HEAD,
  rootHash,
  type StateVersion,
} from "./node-codec.ts";
import { branchRecord, type Leaf, loadLeaf, type Slot, type TrieSource } from "./source.ts";

export type Change = readonly [key: StorageKey, value: Uint8Array | undefined];

/** Records to write by path; `undefined` removes. */
export type NodeChanges = Map<string, Uint8Array | undefined>;

/**
 * Applies a batch of changes to the trie that `source` holds and re-hashes the changed paths only.
 *
 * @param changes in ascending order of keys, without repetition, each a real change: a removed key exists, a set key holds
 * another value or none
 */
export function updateTrie(
  source: TrieSource,
  changes: readonly Change[],
  version: StateVersion,
): { root: Uint8Array; nodes: NodeChanges } {
  const update = new TrieUpdate(source, changes, version);
  return { root: rootHash(update.run()), nodes: update.nodes };
}

/** What the slot of the root holds. */
export function rootSlot(source: TrieSource, version: StateVersion): Slot | undefined {
  const record = source.node(ROOT_PATH);
  if (record !== undefined) return { merkle: merkleValue(record.subarray(RECORD_HEAD)), branch: true };
  if (source.firstKey(ROOT_PATH) === undefined) return undefined;
  return leafSlot(loadLeaf(source, ROOT_PATH), ROOT_LENGTH, version);
}

class TrieUpdate {
  readonly nodes: NodeChanges = new Map();
  /** Leaves made by this batch, by identity of their merkle value: the source does not know them yet. */
  private readonly leaves = new WeakMap<MerkleValue, Leaf>();
  private readonly source: TrieSource;
  private readonly changes: readonly Change[];
  private readonly version: StateVersion;
  private readonly emit: EmitNode;

  constructor(source: TrieSource, changes: readonly Change[], version: StateVersion) {
    this.source = source;
    this.changes = changes;
    this.version = version;
    this.emit = (path, record) => this.nodes.set(path, Buffer.from(record));
  }

  run(): MerkleValue | undefined {
    const root = rootSlot(this.source, this.version);
    if (this.changes.length === 0) return root?.merkle;
    return this.apply(ROOT_PATH, kindOf(root), 0, this.changes.length)?.merkle;
  }

  /** Applies `changes[from, to)`, all of which lie below the slot at `path`. */
  private apply(path: string, slot: SlotKind, from: number, to: number): Slot | undefined {
    if (slot === "branch") return this.applyToBranch(path, from, to);
    if (slot === "empty") return this.build(path, undefined, from, to);
    if (to - from > 1) return this.build(path, loadLeaf(this.source, path), from, to);
    const [key, value] = this.changes[from]!;
    if (this.source.value(key) === undefined) return this.build(path, loadLeaf(this.source, path), from, to);
    return value === undefined ? undefined : leafSlot({ key, value }, path.length, this.version);
  }

  /** Record of the branch at `path` as this batch has left it so far. */
  private record(path: string): Uint8Array {
    return this.nodes.get(path) ?? branchRecord(this.source, path);
  }

  /** Fills a slot that held nothing or one leaf. */
  private build(path: string, leaf: Leaf | undefined, from: number, to: number): Slot | undefined {
    const entries: (readonly [StorageKey, Uint8Array])[] = [];
    let old = leaf;
    for (let index = from; index < to; index++) {
      const [key, value] = this.changes[index]!;
      if (old !== undefined && old.key <= key) {
        if (old.key < key) entries.push([old.key, old.value]);
        old = undefined;
      }
      if (value !== undefined) entries.push([key, value]);
    }
    if (old !== undefined) entries.push([old.key, old.value]);
    return buildTrie(entries, path.length, this.version, this.emit);
  }

  private applyToBranch(path: string, from: number, to: number): Slot | undefined {
    const record = this.record(path);
    const layout = branchLayout(record);
    const point = path + layout.partial;
    const first = this.changes[from]![0];
    const last = this.changes[to - 1]![0];
    const common = Math.min(
      commonLength(point, first, path.length),
      to - from === 1 ? point.length : commonLength(point, last, path.length),
    );
    if (common < point.length) {
      const node = this.split(point, path, decodeBranchRecord(record, layout), common);
      const children = this.applyToChildren(common, from, to, (nibble) => kindOfChild(node, nibble));
      return this.rewrite(path, node, first.length === common ? from : undefined, children);
    }
    const kind = (nibble: number): SlotKind => {
      if (layout.childAt[nibble] === 0) return "empty";
      return layout.branchMask & (1 << nibble) ? "branch" : "leaf";
    };
    const children = this.applyToChildren(point.length, from, to, kind);
    if (first.length !== point.length && fits(record, layout, children))
      return this.patch(path, record, layout, children);
    const changedValue = first.length === point.length ? from : undefined;
    return this.rewrite(path, decodeBranchRecord(record, layout), changedValue, children);
  }

  /** Applies the changes below a branching point to the slots there; a change of the point's own value is passed over. */
  private applyToChildren(
    length: number,
    from: number,
    to: number,
    kind: (nibble: number) => SlotKind,
  ): (readonly [nibble: number, slot: Slot | undefined])[] {
    const results: (readonly [number, Slot | undefined])[] = [];
    let index = this.changes[from]![0].length === length ? from + 1 : from;
    while (index < to) {
      const key = this.changes[index]![0];
      const nibble = nibbleAt(key, length);
      let end = index + 1;
      while (end < to && nibbleAt(this.changes[end]![0], length) === nibble) end++;
      results.push([nibble, this.apply(key.slice(0, length + 1), kind(nibble), index, end)]);
      index = end;
    }
    return results;
  }

  /** The common case: children take the place of others of the same size, so the record keeps its layout. */
  private patch(path: string, record: Uint8Array, layout: BranchLayout, children: ChildResults): Slot {
    const patched = Buffer.from(record);
    let mask = layout.branchMask;
    for (const [nibble, slot] of children) {
      patched.set(slot!.merkle, layout.childAt[nibble]!);
      if (slot!.branch) mask |= 1 << nibble;
      else mask &= ~(1 << nibble);
    }
    patched.writeUInt16LE(mask, 0);
    this.nodes.set(path, patched);
    return { merkle: merkleValue(patched.subarray(RECORD_HEAD)), branch: true };
  }

  private rewrite(
    path: string,
    node: Branch,
    changedValue: number | undefined,
    children: ChildResults,
  ): Slot | undefined {
    if (changedValue !== undefined) {
      const value = this.changes[changedValue]![1];
      node.value = value === undefined ? undefined : nodeValue(value, this.version);
    }
    for (const [nibble, slot] of children) this.setChild(node, nibble, slot);
    return this.finish(path, node);
  }

  /** Puts a new branch where keys leave the partial key of an existing one, which moves down. */
  private split(point: string, path: string, node: Branch, common: number): Branch {
    const nibble = nibbleAt(point, common);
    const lowered = { ...node, partial: point.slice(common + 1) };
    const upper: Branch = {
      partial: point.slice(path.length, common),
      value: undefined,
      children: new Array<Uint8Array | undefined>(16).fill(undefined),
      branchMask: 0,
    };
    this.setChild(upper, nibble, this.write(point.slice(0, common + 1), lowered));
    return upper;
  }

  private setChild(node: Branch, nibble: number, slot: Slot | undefined): void {
    node.children[nibble] = slot?.merkle;
    if (slot?.branch) node.branchMask |= 1 << nibble;
    else node.branchMask &= ~(1 << nibble);
    if (slot?.leaf !== undefined) this.leaves.set(slot.merkle, slot.leaf);
  }

  /** Keeps a branch a branch only while it has a value and a child, or two children. */
  private finish(path: string, node: Branch): Slot | undefined {
    let count = 0;
    let only = -1;
    for (let index = 0; index < 16; index++) {
      if (node.children[index] === undefined) continue;
      count++;
      only = index;
    }
    if (count > 1 || (count === 1 && node.value !== undefined)) return this.write(path, node);
    this.nodes.set(path, undefined);
    const point = path + node.partial;
    if (count === 1) return this.collapse(path, point, node, only);
    return node.value === undefined ? undefined : this.branchToLeaf(path, point as StorageKey);
  }

  private branchToLeaf(path: string, key: StorageKey): Slot {
    const value = this.changed(key) ?? this.source.value(key)!;
    return leafSlot({ key, value }, path.length, this.version);
  }

  /** The value this batch gives a key; only called for keys that the batch does not remove. */
  private changed(key: StorageKey): Uint8Array | undefined {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.changes[middle]![0] < key) low = middle + 1;
      else high = middle;
    }
    const found = this.changes[low];
    return found !== undefined && found[0] === key ? found[1] : undefined;
  }

  /** A branch left with one child and no value gives way to that child. */
  private collapse(path: string, point: string, node: Branch, nibble: number): Slot {
    const childPath = point + digit(nibble);
    if ((node.branchMask & (1 << nibble)) === 0) {
      const leaf = this.leaves.get(node.children[nibble]!) ?? loadLeaf(this.source, childPath);
      return leafSlot(leaf, path.length, this.version);
    }
    const child = decodeBranchRecord(this.record(childPath));
    this.nodes.set(childPath, undefined);
    return this.write(path, { ...child, partial: node.partial + digit(nibble) + child.partial });
  }

  private write(path: string, node: Branch): Slot {
    const record = Buffer.from(encodeBranchRecord(node));
    this.nodes.set(path, record);
    return { merkle: merkleValue(record.subarray(RECORD_HEAD)), branch: true };
  }
}

type SlotKind = "empty" | "leaf" | "branch";
type ChildResults = readonly (readonly [nibble: number, slot: Slot | undefined])[];

function kindOf(slot: Slot | undefined): SlotKind {
  if (slot === undefined) return "empty";
  return slot.branch ? "branch" : "leaf";
}

function kindOfChild(node: Branch, nibble: number): SlotKind {
  if (node.children[nibble] === undefined) return "empty";
  return node.branchMask & (1 << nibble) ? "branch" : "leaf";
}

/** Whether every child replaces one of the same size. */
function fits(record: Uint8Array, layout: BranchLayout, children: ChildResults): boolean {
  return children.every(([nibble, slot]) => {
    const at = layout.childAt[nibble]!;
    return slot !== undefined && at !== 0 && record[at - 1]! >> 2 === slot.merkle.length;
  });
}
