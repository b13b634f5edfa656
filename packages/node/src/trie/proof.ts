import type { StorageKey } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { commonLength, nibbleAt, ROOT_LENGTH, ROOT_PATH } from "@myelin/primitives/trie";
import {
  branchLayout,
  encodeLeaf,
  merkleValue,
  nodeValue,
  RECORD_HEAD,
  rootHash,
  type StateVersion,
} from "./node-codec.ts";
import { branchRecord, type Leaf, loadLeaf, type TrieSource } from "./source.ts";

/** A node on the way from the root to a key. */
interface Step {
  readonly path: string;
  /** Path of the branching point, or the whole key of a leaf. */
  readonly point: string;
  readonly encoding: Uint8Array;
  readonly leaf?: Leaf;
}

/** Walks from the root towards `key`, yielding every node met, the last of which may lie beside or below the key. */
function* walk(source: TrieSource, key: string, version: StateVersion): Generator<Step> {
  let path: string = ROOT_PATH;
  let branch = source.node(path) !== undefined;
  if (!branch && source.firstKey(path) === undefined) return;
  for (;;) {
    if (!branch) {
      const leaf = loadLeaf(source, path);
      const encoding = Uint8Array.from(encodeLeaf(leaf.key.slice(path.length), nodeValue(leaf.value, version)));
      yield { path, point: leaf.key, encoding, leaf };
      return;
    }
    const record = branchRecord(source, path);
    const node = branchLayout(record);
    const point = path + node.partial;
    yield { path, point, encoding: record.subarray(RECORD_HEAD) };
    if (key.length <= point.length || !key.startsWith(point)) return;
    const nibble = nibbleAt(key, point.length);
    if (node.childAt[nibble] === 0) return;
    path = key.slice(0, point.length + 1);
    branch = (node.branchMask & (1 << nibble)) !== 0;
  }
}

/**
 * Read proof (`state_getReadProof`): the encodings that a verifier needs to find each key's value, or its absence, from
 * the root. Nodes shorter than 32 bytes stand in their parents and are left out; hashed values are added. What stands at
 * several places is there once: a proof is a set (polkadot-sdk `substrate/primitives/trie/src/storage_proof.rs`).
 */
export function readProof(source: TrieSource, keys: Iterable<StorageKey>, version: StateVersion): Uint8Array[] {
  const proof = new Map<string, Uint8Array>();
  const add = (path: string, bytes: Uint8Array): void => {
    if (!proof.has(path)) proof.set(path, bytes);
  };
  for (const key of keys) {
    for (const { path, point, encoding } of walk(source, key, version)) {
      if (path.length === ROOT_LENGTH || encoding.length >= 32) add(path, encoding);
      if (point !== key) continue;
      const value = source.value(key);
      if (value !== undefined && version === 1 && value.length > 32) add(`value ${key}`, value);
    }
  }
  return [...new Map([...proof.values()].map((bytes) => [toHex(bytes), bytes])).values()];
}

/**
 * Merkle value of the closest descendant of `key`: of the node at the key or, where there is none, of the one node below
 * it (RPC `chainHead_v1_storage`, type `closestDescendantMerkleValue`). Undefined when no key starts with `key`.
 */
export function closestDescendantMerkleValue(
  source: TrieSource,
  key: StorageKey,
  version: StateVersion,
): Uint8Array | undefined {
  for (const { path, point, encoding } of walk(source, key, version)) {
    if (commonLength(point, key, ROOT_LENGTH) < key.length) continue;
    const merkle = merkleValue(encoding);
    return path.length === ROOT_LENGTH ? rootHash(merkle) : merkle;
  }
  return undefined;
}
