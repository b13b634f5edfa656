/** What the chain's metadata says of a value: enough to show an account as an account and a fixed-point number as a number. */
import type { ChainMetadata } from "@myelin/client";

export interface Field {
  readonly name?: string;
  readonly type: number;
}

/** A type of the metadata by its number, or the fields of a call or an event. */
export type Shape = number | readonly Field[] | undefined;

export type Form =
  | { readonly kind: "account" | "hash" | "plain" }
  /** The number is its bits over 2^fraction. */
  | { readonly kind: "fixed"; readonly fraction: number }
  | { readonly kind: "fields"; readonly fields: readonly Field[] }
  | { readonly kind: "list"; readonly item: number }
  | { readonly kind: "variants"; readonly fieldsOf: ReadonlyMap<string, readonly Field[]> };

const PLAIN = { kind: "plain" } as const;

/** The form of a value; wrappers around a single value are taken off, as the decoder takes them off. */
export function formOf(types: ChainMetadata["types"], shape: Shape): Form {
  if (shape === undefined) return PLAIN;
  if (typeof shape !== "number") return fieldsForm(types, shape);
  const { path, params, def } = types.type(shape);
  switch (path.join("::")) {
    case "sp_core::crypto::AccountId32":
      return { kind: "account" };
    case "primitive_types::H256":
      return { kind: "hash" };
    case "Option":
      return formOf(types, params[0]?.type);
  }
  if (path[0] === "substrate_fixed") return { kind: "fixed", fraction: typeNumber(types, params[0]?.type) };
  switch (def.tag) {
    case "composite":
      return fieldsForm(types, def.value);
    case "tuple":
      return fieldsForm(
        types,
        def.value.map((type) => ({ type })),
      );
    case "sequence":
      return { kind: "list", item: def.value };
    case "array":
      return { kind: "list", item: def.value.type };
    case "compact":
      return formOf(types, def.value);
    case "variant":
      return { kind: "variants", fieldsOf: new Map(def.value.map(({ name, fields }) => [name, fields])) };
    default:
      return PLAIN;
  }
}

function fieldsForm(types: ChainMetadata["types"], fields: readonly Field[]): Form {
  const [only] = fields;
  if (fields.length === 1 && only!.name === undefined) return formOf(types, only!.type);
  return { kind: "fields", fields };
}

/** A number written as a type (`typenum`): `UInt<UInt<UTerm, B1>, B0>` is 2. */
function typeNumber(types: ChainMetadata["types"], id: number | undefined): number {
  if (id === undefined) return 0;
  const { path, params } = types.type(id);
  if (path.at(-1) !== "UInt") return 0;
  const [rest, bit] = params;
  const low = bit?.type !== undefined && types.type(bit.type).path.at(-1) === "B1" ? 1 : 0;
  return 2 * typeNumber(types, rest?.type) + low;
}

/**
 * Names of what the pallet's commonest events carry: its enum leaves their fields nameless
 * (`pallets/subtensor/src/macros/events.rs`).
 */
const EVENT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  NetworkAdded: ["netuid", "mechanism"],
  NetworkRemoved: ["netuid"],
  StakeAdded: ["coldkey", "hotkey", "tao", "alpha", "netuid", "fee_tao"],
  StakeRemoved: ["coldkey", "hotkey", "tao", "alpha", "netuid", "fee_tao"],
  StakeMoved: ["coldkey", "origin_hotkey", "origin_netuid", "destination_hotkey", "destination_netuid", "tao"],
  StakeTransferred: ["origin_coldkey", "destination_coldkey", "hotkey", "origin_netuid", "destination_netuid", "tao"],
  StakeSwapped: ["coldkey", "hotkey", "origin_netuid", "destination_netuid", "tao"],
  WeightsSet: ["netuid", "uid"],
  NeuronRegistered: ["netuid", "uid", "hotkey"],
  AxonServed: ["netuid", "hotkey"],
  PrometheusServed: ["netuid", "hotkey"],
  DelegateAdded: ["coldkey", "hotkey", "take"],
  TempoSet: ["netuid", "tempo"],
  BurnSet: ["netuid", "burn"],
  SubnetOwnerHotkeySet: ["netuid", "hotkey"],
  AlphaRecycled: ["coldkey", "hotkey", "alpha", "netuid"],
  AlphaBurned: ["coldkey", "hotkey", "alpha", "netuid"],
  TimelockedWeightsCommitted: ["hotkey", "netuid", "commit_hash", "reveal_round"],
  TimelockedWeightsRevealed: ["netuid", "hotkey"],
};
/** Events of a changed hyperparameter. */
const CHANGED = ["netuid", "value"];

/** An event's fields, and its value with their names. */
export function namedEvent(
  metadata: ChainMetadata,
  pallet: string,
  name: string,
  value: unknown,
): { readonly shape: Shape; readonly value: unknown } {
  const fields = metadata.events.get(pallet)?.find((event) => event.name === name)?.fields ?? [];
  const names = pallet === "SubtensorModule" ? (EVENT_FIELDS[name] ?? (name.endsWith("Set") ? CHANGED : [])) : [];
  if (fields.length === 0 || fields[0]!.name !== undefined || names.length !== fields.length)
    return { shape: fields, value };
  const values = fields.length === 1 ? [value] : (value as readonly unknown[]);
  return {
    shape: fields.map(({ type }, i) => ({ type, name: names[i]! })),
    value: Object.fromEntries(names.map((field, i) => [field, values[i]])),
  };
}

/** A call's arguments. */
export function callShape(metadata: ChainMetadata, pallet: string, call: string): Shape {
  const { args, argTypes } = metadata.callEntry(pallet, call);
  return args.map((name, i) => ({ name, type: argTypes[i]! }));
}
