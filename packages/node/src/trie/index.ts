export { ROOT_LENGTH, ROOT_PATH } from "@myelin/primitives/trie";
export { buildTrie, type EmitNode } from "./builder.ts";
export { rootHash, type StateVersion } from "./node-codec.ts";
export { extrinsicsRootVersion, orderedRoot, trieRoot } from "./ordered.ts";
export { closestDescendantMerkleValue, readProof } from "./proof.ts";
export type { Slot, TrieSource } from "./source.ts";
export { TrieError } from "./trie-error.ts";
export { type Change, type NodeChanges, rootSlot, updateTrie } from "./update.ts";
