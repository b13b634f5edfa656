import type { MetadataDescription } from "@myelin/frame";

type Entry = MetadataDescription["lookup"][number];
type Field = { name: string | undefined; type: number };

/** A type within the registry it belongs to. */
export interface TypeRef {
  readonly lookup: readonly Entry[];
  readonly id: number;
}

/** One thing a client can see, by a name that is stable across chains: `SubtensorModule storage Tempo`. */
export interface Item {
  readonly pallet: string;
  readonly item: string;
  /** Plain facts: index, hashers, modifier, default. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Types by the part they describe. */
  readonly types: Readonly<Record<string, TypeRef>>;
}

export type Items = ReadonlyMap<string, Item>;

/** Everything in metadata of any version, as items by name. */
export function itemsOf(metadata: MetadataDescription): Items {
  const { lookup } = metadata;
  const items = [
    ...metadata.pallets.flatMap((pallet) => palletItems(lookup, pallet)),
    ...(metadata.apis ?? []).flatMap((api) => apiItems(lookup, api)),
    ...extensionItems(metadata),
  ];
  return new Map(items.map((item) => [`${item.pallet} ${item.item}`, item]));
}

type Pallet = MetadataDescription["pallets"][number];

function palletItems(lookup: readonly Entry[], pallet: Pallet): Item[] {
  const { name, index } = pallet;
  const ref = (id: number): TypeRef => ({ lookup, id });
  const storage = (pallet.storage?.items ?? []).map(({ name: entry, modifier, type, fallback }): Item => {
    const hashers = type.tag === "map" ? type.value.hashers.map((hasher) => hasher.tag).join("+") : "none";
    const types: Item["types"] =
      type.tag === "map" ? { key: ref(type.value.key), stored: ref(type.value.value) } : { stored: ref(type.value) };
    const facts = { modifier: modifier === 0 ? "Optional" : "Default", hashers, default: fallback };
    return { pallet: name, item: `storage ${entry}`, facts, types };
  });
  const constants = pallet.constants.map(
    ({ name: entry, type, value }): Item => ({
      pallet: name,
      item: `constant ${entry}`,
      facts: { value },
      types: { type: ref(type) },
    }),
  );
  return [
    { pallet: name, item: "index", facts: { index, prefix: pallet.storage?.prefix ?? "none" }, types: {} },
    ...storage,
    ...constants,
    ...variantItems(lookup, name, "call", pallet.calls),
    ...variantItems(lookup, name, "event", pallet.events),
    ...variantItems(lookup, name, "error", pallet.errors),
  ];
}

function variantItems(lookup: readonly Entry[], pallet: string, kind: string, of: unknown): Item[] {
  const id = typeof of === "object" && of !== null ? (of as { type: number }).type : (of as number | undefined);
  if (id === undefined) return [];
  const { def } = lookup[id]!;
  if (def.tag !== "variant") return [];
  return def.value.map(({ name, index, fields }) => ({
    pallet,
    item: `${kind} ${name}`,
    facts: { index, fields: fields.map((field, i) => field.name ?? i).join(", ") },
    types: Object.fromEntries(fields.map((field, i) => [field.name ?? String(i), { lookup, id: field.type }])),
  }));
}

function apiItems(lookup: readonly Entry[], { name, methods }: MetadataDescription["apis"][number]): Item[] {
  return methods.map((method) => ({
    pallet: name,
    item: `method ${method.name}`,
    facts: { arguments: method.inputs.map((input) => input.name).join(", ") },
    types: {
      ...Object.fromEntries(method.inputs.map((input) => [input.name, { lookup, id: input.type }])),
      result: { lookup, id: method.output },
    },
  }));
}

function extensionItems({ lookup, extrinsic }: MetadataDescription): Item[] {
  return extrinsic.signedExtensions.map(({ identifier, type, additionalSigned }, position) => ({
    pallet: "extrinsic",
    item: `extension ${identifier}`,
    facts: { position },
    types: { type: { lookup, id: type }, additional: { lookup, id: additionalSigned } },
  }));
}

/** All differences between an item and what is expected of it, each one line. */
export function differences(actual: Item, expected: Item): string[] {
  const found: string[] = [];
  for (const [fact, value] of Object.entries(expected.facts)) {
    if (actual.facts[fact] !== value) found.push(`${fact} is ${String(actual.facts[fact])}, expected ${String(value)}`);
  }
  for (const [part, type] of Object.entries(expected.types)) {
    const ours = actual.types[part];
    if (!ours) continue;
    const difference = typeDifference(ours, type, part, new Set());
    if (difference) found.push(difference);
  }
  return found;
}

/** Enums over all pallets: compared pallet by pallet, not where they are used. */
const RUNTIME_WIDE = new Set(["RuntimeCall", "RuntimeEvent", "RuntimeError", "OriginCaller", "UncheckedExtrinsic"]);

/** Where two types first differ in their resolved structure, or undefined. Names of Rust aliases do not count. */
function typeDifference(actual: TypeRef, expected: TypeRef, at: string, seen: Set<string>): string | undefined {
  const pair = `${actual.id} ${expected.id}`;
  if (seen.has(pair)) return undefined;
  seen.add(pair);
  const a = actual.lookup[actual.id]!;
  const e = expected.lookup[expected.id]!;
  if (RUNTIME_WIDE.has(e.path.at(-1) ?? "") && a.path.at(-1) === e.path.at(-1)) return undefined;
  if (a.path.join("::") !== e.path.join("::")) return `${at} is ${label(a)}, expected ${label(e)}`;
  if (a.def.tag !== e.def.tag) return `${at} is ${label(a)}, expected ${label(e)}`;
  const inner = (mine: number, theirs: number, where: string) =>
    typeDifference({ lookup: actual.lookup, id: mine }, { lookup: expected.lookup, id: theirs }, where, seen);
  return shapeDifference(a, e, at, inner);
}

type Inner = (mine: number, theirs: number, where: string) => string | undefined;

function shapeDifference(a: Entry, e: Entry, at: string, inner: Inner): string | undefined {
  const mine = a.def;
  const theirs = e.def;
  if (mine.tag === "composite" && theirs.tag === "composite")
    return fieldsDifference(mine.value, theirs.value, at, inner);
  if (mine.tag === "variant" && theirs.tag === "variant")
    return variantsDifference(mine.value, theirs.value, at, inner);
  if (mine.tag === "tuple" && theirs.tag === "tuple") {
    const unnamed = (ids: number[]) => ids.map((type) => ({ name: undefined, type }));
    return fieldsDifference(unnamed(mine.value), unnamed(theirs.value), at, inner);
  }
  if (mine.tag === "array" && theirs.tag === "array") {
    if (mine.value.len !== theirs.value.len) return `${at} has length ${mine.value.len}, expected ${theirs.value.len}`;
    return inner(mine.value.type, theirs.value.type, `${at}[]`);
  }
  if (mine.tag === "primitive" && theirs.tag === "primitive") {
    return mine.value.tag === theirs.value.tag ? undefined : `${at} is ${mine.value.tag}, expected ${theirs.value.tag}`;
  }
  return inner(mine.value as number, theirs.value as number, `${at}[]`);
}

function fieldsDifference(
  mine: readonly Field[],
  theirs: readonly Field[],
  at: string,
  inner: Inner,
): string | undefined {
  const names = (fields: readonly Field[]) => fields.map((field, i) => field.name ?? String(i)).join(", ");
  if (names(mine) !== names(theirs)) return `${at} has fields (${names(mine)}), expected (${names(theirs)})`;
  for (const [i, field] of theirs.entries()) {
    const difference = inner(mine[i]!.type, field.type, `${at}.${field.name ?? i}`);
    if (difference) return difference;
  }
  return undefined;
}

type Variants = readonly { name: string; index: number; fields: readonly Field[] }[];

function variantsDifference(mine: Variants, theirs: Variants, at: string, inner: Inner): string | undefined {
  const names = (variants: Variants) =>
    [...variants].sort((x, y) => x.index - y.index).map(({ name, index }) => `${index} ${name}`);
  const ours = names(mine);
  const wanted = names(theirs);
  const missing = wanted.filter((name) => !ours.includes(name));
  const more = ours.filter((name) => !wanted.includes(name));
  if (missing.length + more.length > 0)
    return `${at} lacks variants (${missing.join(", ")}), has (${more.join(", ")}) more`;
  for (const variant of theirs) {
    const { fields } = mine.find((own) => own.name === variant.name)!;
    const difference = fieldsDifference(fields, variant.fields, `${at}.${variant.name}`, inner);
    if (difference) return difference;
  }
  return undefined;
}

function label({ path, def }: Entry): string {
  if (path.length > 0) return path.join("::");
  return def.tag === "primitive" ? def.value.tag : def.tag;
}
