import type { StorageQueries } from "./query.ts";

/** The state of one block, read by the names that the chain's metadata gives its items; as {@link StorageQueries}. */
export interface StateView {
  get<T>(pallet: string, item: string, keys?: readonly unknown[]): Promise<T>;
  many<T>(pallet: string, item: string, keys: readonly (readonly unknown[])[]): Promise<T[]>;
  entries<T>(pallet: string, item: string, keys?: readonly unknown[]): Promise<[unknown[], T][]>;
}

/** The state of a block as the node tells it. `ProvenState` is the same, but believes only what is proven. */
export function stateAt(query: StorageQueries, hash: string): StateView {
  const at = { at: hash };
  return {
    get: (pallet, item, keys) => query.get(pallet, item, keys, at),
    many: (pallet, item, keys) => query.many(pallet, item, keys, at),
    entries: (pallet, item, keys) => query.entries(pallet, item, keys, at),
  };
}
