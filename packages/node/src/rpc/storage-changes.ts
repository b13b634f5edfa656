import type { Hash, StorageKey } from "@myelin/frame";
import { type Hex, toHex } from "@myelin/primitives/hex";
import type { Chain } from "../chain/chain.ts";
import { readAt } from "./blocks.ts";
import { rpcErrors } from "./errors.ts";

/** Blocks of one query at most: each costs a read of every key. */
const MAX_BLOCKS = 1000;

export interface StorageChangeSet {
  readonly block: Hash;
  readonly changes: readonly (readonly [key: StorageKey, value: Hex | null])[];
}

/**
 * The values in the first block, then for every later one the values that differ from the block before
 * (`state_queryStorage`). Blocks in which nothing differs are left out.
 */
export function changesBetween(chain: Chain, keys: readonly StorageKey[], from: Hash, to?: Hash): StorageChangeSet[] {
  const { first, last } = range(chain, from, to);
  const known = new Map<StorageKey, Hex | null>();
  const sets: StorageChangeSet[] = [];
  for (let number = first; number <= last; number++) {
    const block = chain.header(number)!.hash;
    const changes = readAt(chain, block, (state) =>
      keys.flatMap((key): [StorageKey, Hex | null][] => {
        const value = state.get(key);
        const text = value ? toHex(value) : null;
        if (known.has(key) && known.get(key) === text) return [];
        known.set(key, text);
        return [[key, text]];
      }),
    );
    if (changes.length > 0) sets.push({ block, changes });
  }
  return sets;
}

function range(chain: Chain, from: Hash, to: Hash | undefined): { first: number; last: number } {
  const start = chain.header(from);
  if (!start) throw rpcErrors.unknownBlock("UnknownBlock", from);
  const end = to === undefined ? chain.head() : chain.header(to);
  if (!end) throw rpcErrors.unknownBlock("UnknownBlock", to!);
  if (end.number < start.number) throw rpcErrors.invalidRange(from, end.hash, "from number > to number");
  if (end.number - start.number >= MAX_BLOCKS) {
    throw rpcErrors.invalidRange(from, end.hash, `more than ${MAX_BLOCKS} blocks`);
  }
  return { first: start.number, last: end.number };
}
