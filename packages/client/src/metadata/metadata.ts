import { fromHex } from "@myelin/primitives";
import type { Codec } from "@myelin/primitives/scale";
import { metadata as metadataCodec } from "@polkadot-api/substrate-bindings";
import { UnknownNameError } from "../errors.ts";
import { TypeRegistry, type Variant } from "./types.ts";

export interface StorageEntry {
  pallet: string;
  name: string;
  optional: boolean;
  hashers: string[];
  keys: Codec<unknown>[];
  /** Numbers of the keys' types and of the value's type in {@link ChainMetadata.types}. */
  keyTypes: number[];
  valueType: number;
  value: Codec<unknown>;
  /** What the chain reads where nothing is stored; decoded on demand. */
  fallback: Uint8Array;
  docs: string;
}

export interface CallEntry {
  pallet: string;
  name: string;
  args: string[];
  /** Numbers of the arguments' types, in their order. */
  argTypes: number[];
  docs: string;
}

export interface ErrorEntry {
  pallet: string;
  name: string;
  docs: string;
}

export interface ApiMethod {
  inputs: { name: string; type: number; codec: Codec<unknown> }[];
  output: Codec<unknown>;
  outputType: number;
}

export interface ConstantEntry {
  type: number;
  value: unknown;
  docs: string;
}

interface RawPallet {
  name: string;
  index: number;
  storage?: { prefix: string; items: RawStorageItem[] };
  calls?: { type: number } | number;
  errors?: { type: number } | number;
  constants: { name: string; type: number; value: string; docs: string[] }[];
}

interface RawStorageItem {
  name: string;
  modifier: number;
  type:
    | { tag: "plain"; value: number }
    | { tag: "map"; value: { hashers: { tag: string }[]; key: number; value: number } };
  fallback: string;
  docs: string[];
}

export interface RawMetadata {
  lookup: ConstructorParameters<typeof TypeRegistry>[0];
  pallets: RawPallet[];
  extrinsic: { signedExtensions: { identifier: string; type: number; additionalSigned: number }[] };
  apis: { name: string; methods: { name: string; inputs: { name: string; type: number }[]; output: number }[] }[];
  outerEnums: { call: number; event: number; error: number };
}

/** A chain as its own V15 metadata describes it: every name, type and codec a client needs. */
export class ChainMetadata {
  readonly types: TypeRegistry;
  readonly call: Codec<unknown>;
  readonly event: Codec<unknown>;
  readonly extensions: { identifier: string; type: number; additionalSigned: number }[];
  readonly #raw: RawMetadata;
  readonly #pallets: Map<string, RawPallet>;
  readonly #storage = new Map<string, StorageEntry>();
  #events: ReadonlyMap<string, readonly Variant[]> | undefined;

  constructor(bytes: Uint8Array) {
    const decoded = metadataCodec.dec(bytes.slice()) as unknown as { metadata: { tag: string; value: RawMetadata } };
    this.#raw = decoded.metadata.value;
    this.types = new TypeRegistry(this.#raw.lookup);
    this.#pallets = new Map(this.#raw.pallets.map((pallet) => [pallet.name, pallet]));
    this.call = this.types.codec(this.#raw.outerEnums.call);
    this.event = this.types.codec(this.#raw.outerEnums.event);
    this.extensions = this.#raw.extrinsic.signedExtensions;
  }

  get palletNames(): string[] {
    return [...this.#pallets.keys()];
  }

  storageNames(pallet: string): string[] {
    return this.#pallet(pallet).storage?.items.map((item) => item.name) ?? [];
  }

  storage(pallet: string, name: string): StorageEntry {
    const path = `${pallet}.${name}`;
    let entry = this.#storage.get(path);
    if (entry === undefined) {
      entry = this.#storageEntry(pallet, name);
      this.#storage.set(path, entry);
    }
    return entry;
  }

  constantNames(pallet: string): string[] {
    return this.#pallet(pallet).constants.map((constant) => constant.name);
  }

  /** The constant's value, decoded. */
  constant(pallet: string, name: string): unknown {
    return this.constantEntry(pallet, name).value;
  }

  constantEntry(pallet: string, name: string): ConstantEntry {
    const constants = this.#pallet(pallet).constants;
    const found = constants.find((constant) => constant.name === name);
    if (found === undefined) {
      throw new UnknownNameError(
        `constant in ${pallet}`,
        name,
        constants.map((c) => c.name),
      );
    }
    const value = this.types.codec(found.type).decode(fromHex(found.value));
    return { type: found.type, value, docs: found.docs.join(" ").trim() };
  }

  callEntry(pallet: string, name: string): CallEntry {
    const calls = this.#variants(this.#pallet(pallet).calls);
    const found = calls.find((variant) => variant.name === name);
    if (found === undefined)
      throw new UnknownNameError(
        `call in ${pallet}`,
        name,
        calls.map((c) => c.name),
      );
    return {
      pallet,
      name,
      args: found.fields.map((field) => field.name ?? ""),
      argTypes: found.fields.map((field) => field.type),
      docs: found.docs.join(" ").trim(),
    };
  }

  callNames(pallet: string): string[] {
    return this.#variants(this.#pallet(pallet).calls).map((variant) => variant.name);
  }

  /** The events of each pallet that has some, with their fields. */
  get events(): ReadonlyMap<string, readonly Variant[]> {
    if (this.#events === undefined) {
      const pallets = this.types.variants(this.#raw.outerEnums.event);
      const entries = pallets.map(
        ({ name, fields }) => [name, fields.flatMap(({ type }) => this.types.variants(type))] as const,
      );
      this.#events = new Map(entries);
    }
    return this.#events;
  }

  get callType(): number {
    return this.#raw.outerEnums.call;
  }

  get apiNames(): string[] {
    return this.#raw.apis.map((api) => api.name);
  }

  apiMethodNames(api: string): string[] {
    return this.#api(api).methods.map((method) => method.name);
  }

  /** Resolves the two numbers of a module error to the chain's names. */
  moduleError(palletIndex: number, errorIndex: number): ErrorEntry {
    const pallet = this.#raw.pallets.find((candidate) => candidate.index === palletIndex);
    const found = this.#variants(pallet?.errors).find((variant) => variant.index === errorIndex);
    return {
      pallet: pallet?.name ?? `pallet ${palletIndex}`,
      name: found?.name ?? `error ${errorIndex}`,
      docs: found?.docs.join(" ").trim() ?? "",
    };
  }

  apiMethod(api: string, method: string): ApiMethod {
    const found = this.#api(api);
    const entry = found.methods.find((candidate) => candidate.name === method);
    if (entry === undefined)
      throw new UnknownNameError(
        `method in ${api}`,
        method,
        found.methods.map((m) => m.name),
      );
    return {
      inputs: entry.inputs.map(({ name, type }) => ({ name, type, codec: this.types.codec(type) })),
      output: this.types.codec(entry.output),
      outputType: entry.output,
    };
  }

  #api(name: string): RawMetadata["apis"][number] {
    const found = this.#raw.apis.find((candidate) => candidate.name === name);
    if (found === undefined) throw new UnknownNameError("runtime API", name, this.apiNames);
    return found;
  }

  #pallet(name: string): RawPallet {
    const pallet = this.#pallets.get(name);
    if (pallet === undefined) throw new UnknownNameError("pallet", name, this.#pallets.keys());
    return pallet;
  }

  #variants(reference: { type: number } | number | undefined) {
    if (reference === undefined) return [];
    return this.types.variants(typeof reference === "number" ? reference : reference.type);
  }

  #storageEntry(pallet: string, name: string): StorageEntry {
    const items = this.#pallet(pallet).storage?.items ?? [];
    const item = items.find((candidate) => candidate.name === name);
    if (item === undefined)
      throw new UnknownNameError(
        `storage item in ${pallet}`,
        name,
        items.map((i) => i.name),
      );
    const map = item.type.tag === "map" ? item.type.value : undefined;
    const hashers = map?.hashers.map((hasher) => hasher.tag) ?? [];
    const valueType = map === undefined ? (item.type.value as number) : map.value;
    const keyTypes = map === undefined ? [] : hashers.length === 1 ? [map.key] : this.types.tupleItems(map.key);
    return {
      pallet,
      name,
      optional: item.modifier === 0,
      hashers,
      keys: keyTypes.map((id) => this.types.codec(id)),
      value: this.types.codec(valueType),
      keyTypes,
      valueType,
      fallback: fromHex(item.fallback),
      docs: item.docs.join(" ").trim(),
    };
  }
}
