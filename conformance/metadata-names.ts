import type { Item, Items } from "./metadata-model.ts";
import { VectorFileError } from "./vector-file.ts";

interface PalletNames {
  readonly storage: readonly string[];
  readonly calls: Readonly<
    Record<string, readonly [index: number, args: readonly (readonly [name: string, type: string])[]]>
  >;
  readonly constants: readonly string[];
}

/** Events and errors in the order of their indices. */
type Indices = Readonly<Record<string, { readonly events: readonly string[]; readonly errors: readonly string[] }>>;

/** The tables of names and indices of a spec as items: what is there, its index, the names of arguments. */
export function namedItems(json: unknown, indices: unknown): Items {
  if (typeof json !== "object" || json === null || !("_apis" in json)) {
    throw new VectorFileError("VECTOR_FILE_SHAPE", "names are an object of pallets, with _apis for the runtime APIs");
  }
  const { _apis, ...pallets } = json as Record<string, unknown>;
  const items: Item[] = [];
  const add = (pallet: string, item: string, facts: Item["facts"] = {}) =>
    items.push({ pallet, item, facts, types: {} });
  for (const [pallet, names] of Object.entries(pallets as Record<string, PalletNames>)) {
    for (const name of names.storage) add(pallet, `storage ${name}`);
    for (const name of names.constants) add(pallet, `constant ${name}`);
    const { events, errors } = (indices as Indices)[pallet] ?? { events: [], errors: [] };
    for (const [index, name] of events.entries()) add(pallet, `event ${name}`, { index });
    for (const [index, name] of errors.entries()) add(pallet, `error ${name}`, { index });
    for (const [name, [index, args]] of Object.entries(names.calls)) {
      add(pallet, `call ${name}`, { index, fields: args.map(([arg]) => arg.replace(/^_+/, "")).join(", ") });
    }
  }
  for (const [api, methods] of Object.entries(_apis as Record<string, readonly string[]>)) {
    for (const method of methods) add(api, `method ${method}`);
  }
  return new Map(items.map((item) => [`${item.pallet} ${item.item}`, item]));
}
