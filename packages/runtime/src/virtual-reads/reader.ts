import type { BlockInfo, Runtime, StateReader, StorageKey } from "@myelin/frame";
import { type ComputedItem, computedItems, entriesOf } from "./items.ts";

/** `0x`, and 16 bytes each of pallet and item. */
const PREFIX_LENGTH = 66;

const byPrefix = new Map<string, ComputedItem>(computedItems.map((computed) => [computed.item.prefix(), computed]));

/**
 * A state as clients see it: what is stored, and the computed items. Those are there for whoever asks for them by name;
 * a walk over a whole pallet or the whole state meets only what the state root commits to.
 *
 * @param block the block whose state it is, asked for when something must be computed
 */
export function virtualReader(runtime: Runtime, state: StateReader, block: () => BlockInfo): StateReader {
  const entries = (computed: ComputedItem) => runtime.query(state, block(), (ctx) => entriesOf(computed, ctx));
  const itemOf = (key: StorageKey) => byPrefix.get(key.slice(0, PREFIX_LENGTH));
  return {
    get(key) {
      const computed = itemOf(key);
      if (computed === undefined) return state.get(key);
      return entries(computed).find(([own]) => own === key)?.[1];
    },
    keys(prefix, after) {
      const computed = itemOf(prefix);
      if (computed === undefined) return state.keys(prefix, after);
      const keys = entries(computed).map(([key]) => key as StorageKey);
      return keys.filter((key) => key.startsWith(prefix) && (after === undefined || key > after));
    },
  };
}
