export type { Block } from "./block-store.ts";
export { StateError, type StateErrorCode } from "./errors.ts";
export { type Head, type NewBlock, StateDb, type StateDbOptions } from "./state-db.ts";
export type { StateUpdate } from "./state-trie.ts";
