import type { Pallet } from "@myelin/frame";
import { subtensorItems, swapItems } from "./items.ts";

export { virtualReader } from "./reader.ts";

/** Items by the pallet they are named under. */
const ITEMS: Readonly<Record<string, Pallet["storage"]>> = { Swap: swapItems, SubtensorModule: subtensorItems };

/** The pallet with its virtual items in the metadata, after those it has. */
export function withVirtualReads(pallet: Pallet): Pallet {
  const items = ITEMS[pallet.name];
  return items === undefined ? pallet : { ...pallet, storage: { ...pallet.storage, ...items } };
}
