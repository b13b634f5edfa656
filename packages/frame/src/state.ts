import type { Hex } from "@myelin/primitives/hex";

/** A storage key: lower-case hex of the hashed key. */
export type StorageKey = Hex;

/** Read access to the state after the parent block. Keys come in ascending order, after `after` if given. */
export interface StateReader {
  get(key: StorageKey): Uint8Array | undefined;
  keys(prefix: StorageKey, after?: StorageKey): Iterable<StorageKey>;
}

/** What a block changed; undefined means removed. */
export type StateChanges = Map<StorageKey, Uint8Array | undefined>;

/** A state without any entry. */
export const EMPTY_STATE: StateReader = { get: () => undefined, keys: () => [] };
