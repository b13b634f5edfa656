import { type ChainMetadata, type Client, UnknownNameError } from "@myelin/client";
import { style } from "../terminal/style.ts";
import { type Parameter, signature } from "../values/arguments.ts";
import { typeName } from "../values/type-name.ts";

/** Something of a chain that can be read. */
export type Readable =
  | { readonly kind: "storage"; readonly pallet: string; readonly name: string }
  | { readonly kind: "constant"; readonly pallet: string; readonly name: string }
  | { readonly kind: "api"; readonly api: string; readonly method: string };

/** A line of a listing. */
export interface Listed {
  readonly name: string;
  readonly kind: "storage" | "constant" | "runtime API" | "call" | "event";
  readonly takes: string;
  readonly docs: string;
}

/** `Pallet.Name`, also with `::` or `/` between; the second part is absent where only a pallet is named. */
export function splitName(path: string): [first: string, second: string | undefined] {
  const [first = "", second] = path.split(/::|[./]/, 2);
  return [first, second === "" ? undefined : second];
}

/**
 * What `Pallet.Item`, `Pallet.Constant` or `Api.method` names.
 * @throws {UnknownNameError} with the nearest names
 */
export function findReadable(metadata: ChainMetadata, path: string): Readable {
  const [first, name = ""] = splitName(path);
  const owner = findOwner(metadata, first);
  if (owner === "api") {
    metadata.apiMethod(first, name);
    return { kind: "api", api: first, method: name };
  }
  const storage = metadata.storageNames(first);
  if (storage.includes(name)) return { kind: "storage", pallet: first, name };
  const constants = metadata.constantNames(first);
  if (constants.includes(name)) return { kind: "constant", pallet: first, name };
  throw new UnknownNameError(`storage item or constant in ${first}`, name, [...storage, ...constants]);
}

/** @throws {UnknownNameError} which also knows what lies in pallets: "tempo" may mean SubtensorModule.Tempo */
export function findOwner(metadata: ChainMetadata, name: string): "pallet" | "api" {
  if (metadata.palletNames.includes(name)) return "pallet";
  if (metadata.apiNames.includes(name)) return "api";
  const within = metadata.palletNames.flatMap((pallet) =>
    [...metadata.storageNames(pallet), ...metadata.constantNames(pallet), ...metadata.callNames(pallet)]
      .filter((item) => item.toLowerCase() === name.toLowerCase())
      .map((item) => `${pallet}.${item}`),
  );
  if (within.length > 0) throw new UnknownNameIn(name, within);
  throw new UnknownNameError("pallet or runtime API", name, [...metadata.palletNames, ...metadata.apiNames]);
}

/** The name is one of an item, without its pallet. */
class UnknownNameIn extends UnknownNameError {
  constructor(name: string, full: readonly string[]) {
    super("pallet or runtime API", name, []);
    this.message = `"${name}" lacks its pallet: write ${full.join(" or ")}.`;
  }
}

export function callParameters({ metadata }: Client, pallet: string, call: string): Parameter[] {
  const { args, argTypes } = metadata.callEntry(pallet, call);
  return args.map((name, i) => ({ name, type: argTypes[i]! }));
}

/** `SubtensorModule.Tempo(u16) → u16`, `Balances.ExistentialDeposit: u64, constant` */
export function listedLine({ name, kind, takes }: Listed): string {
  const type = takes.startsWith("(") && takes.includes(")") ? takes : `: ${takes}`;
  return `${style("bold", name)}${type}${kind === "constant" ? style("dim", ", constant") : ""}`;
}

/** All that can be read in a pallet or a runtime API. */
export function listReadable(metadata: ChainMetadata, owner: string): Listed[] {
  if (findOwner(metadata, owner) === "api") {
    return metadata.apiMethodNames(owner).map((method) => {
      const { inputs, outputType } = metadata.apiMethod(owner, method);
      const takes = `${signature(metadata.types, "", inputs)} → ${typeName(metadata.types, outputType)}`;
      return { name: `${owner}.${method}`, kind: "runtime API", takes, docs: "" };
    });
  }
  const storage = metadata.storageNames(owner).map((name): Listed => {
    const { keyTypes, valueType, docs } = metadata.storage(owner, name);
    const keys = keyTypes.map((type) => typeName(metadata.types, type));
    const value = typeName(metadata.types, valueType);
    const takes = keys.length === 0 ? value : `(${keys.join(", ")}) → ${value}`;
    return { name: `${owner}.${name}`, kind: "storage", takes, docs };
  });
  const constants = metadata.constantNames(owner).map((name): Listed => {
    const { type, docs } = metadata.constantEntry(owner, name);
    return { name: `${owner}.${name}`, kind: "constant", takes: typeName(metadata.types, type), docs };
  });
  return [...storage, ...constants];
}

/** All calls of a pallet. */
export function listCalls(client: Client, pallet: string): Listed[] {
  const { metadata } = client;
  return metadata.callNames(pallet).map((call) => ({
    name: `${pallet}.${call}`,
    kind: "call",
    takes: signature(metadata.types, "", callParameters(client, pallet, call)),
    docs: metadata.callEntry(pallet, call).docs,
  }));
}

/**
 * Tells whether an event is one of those named, as `Pallet` or `Pallet.Event`; all are where none is named.
 * @throws {UnknownNameError}
 */
export function eventFilter(
  { events }: ChainMetadata,
  named: readonly string[],
): (event: { pallet: string; name: string }) => boolean {
  for (const path of named) {
    const [pallet, name] = splitName(path);
    const known = events.get(pallet);
    if (known === undefined) throw new UnknownNameError("pallet with events", pallet, events.keys());
    const names = known.map((event) => event.name);
    if (name !== undefined && !names.includes(name)) throw new UnknownNameError(`event in ${pallet}`, name, names);
  }
  const wanted = new Set(named.map((path) => splitName(path).filter(Boolean).join(".")));
  return ({ pallet, name }) => wanted.size === 0 || wanted.has(pallet) || wanted.has(`${pallet}.${name}`);
}
