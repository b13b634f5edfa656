/** How a Substrate chain's state trie writes its nodes: what a node that keeps the trie and a client that checks proofs share. */
export { commonLength, digit, nibbleAt, ROOT_LENGTH, ROOT_PATH } from "./nibbles.ts";
export { HASH_LENGTH, type NodeLayout, nodeLayout } from "./node-layout.ts";
