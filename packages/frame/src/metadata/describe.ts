import { toHex } from "@myelin/primitives/hex";
import type { Pallet } from "../pallet.ts";
import type { Assembly } from "../runtime/assembly.ts";
import type { PalletTypes } from "../runtime/outer-enums.ts";
import type { RuntimeApi } from "../runtime-api.ts";
import type { ItemDescription } from "../storage/index.ts";
import { type AnyType, accountId, MultiAddress, MultiSignature, marker, outer, tuple } from "../types/index.ts";
import { Registry } from "./registry.ts";

const OPTIONAL = 0;
const DEFAULT = 1;

const docsOf = (docs: string | undefined) => (docs ? [docs] : []);

/** All that the metadata of any version says, in one shape; see `versions.ts` for what each version takes of it. */
export type MetadataDescription = ReturnType<typeof describeRuntime>;

/** Describes a runtime. `AccountId32` is type 0: Bittensor's Python client takes the literal id for account ids. */
export function describeRuntime(
  assembly: Assembly,
  types: ReadonlyMap<string, PalletTypes>,
  apis: readonly RuntimeApi[],
) {
  const registry = new Registry();
  registry.id(accountId);
  const pallets = assembly.pallets.map((pallet) => describePallet(registry, assembly, pallet, types.get(pallet.name)!));
  const { extensions } = assembly.definition;
  const extrinsic = {
    type: registry.id(outer.extrinsic),
    address: registry.id(MultiAddress),
    call: registry.id(outer.call),
    signature: registry.id(MultiSignature),
    extra: registry.id(extraType(extensions)),
    signedExtensions: extensions.map(({ identifier, type, additional }) => ({
      identifier,
      type: registry.id(type),
      additionalSigned: registry.id(additional),
    })),
  };
  const describedApis = apis.map((api) => describeApi(registry, api));
  const outerEnums = {
    call: registry.id(outer.call),
    event: registry.id(outer.event),
    error: registry.id(outer.error),
  };
  const runtime = registry.id(marker(`${assembly.crate}::Runtime`));
  return { lookup: registry.entries, pallets, extrinsic, runtime, apis: describedApis, outerEnums };
}

/** The type of all extensions' bytes in an extrinsic. */
export function extraType(extensions: readonly { readonly type: AnyType }[]): AnyType {
  return tuple(...extensions.map((extension) => extension.type));
}

function describePallet(registry: Registry, assembly: Assembly, pallet: Pallet, types: PalletTypes) {
  const { config } = assembly.definition;
  const items = Object.values(pallet.storage ?? {}).map((item) => describeItem(registry, item.description, config));
  const id = (type: AnyType | undefined) => type && registry.id(type);
  return {
    name: pallet.name,
    index: pallet.index,
    docs: docsOf(pallet.docs),
    storage: items.length === 0 ? undefined : { prefix: pallet.name, items },
    calls: id(types.call),
    events: id(types.event),
    constants: Object.entries(pallet.constants ?? {}).map(([name, { type, docs, valueIn }]) => ({
      name,
      type: registry.id(type),
      value: toHex(type.codec.encode(valueIn(config))),
      docs: docsOf(docs),
    })),
    errors: id(types.error),
  };
}

function describeItem(registry: Registry, item: ItemDescription, config: Assembly["definition"]["config"]) {
  const { name, keys, value, fallback, docs } = item;
  const hashers = keys.map(({ hasher }) => ({ tag: hasher.name, value: undefined }));
  const key = keys.length === 1 ? keys[0]!.type : tuple(...keys.map((part) => part.type));
  const type =
    keys.length === 0
      ? { tag: "plain" as const, value: registry.id(value) }
      : { tag: "map" as const, value: { hashers, key: registry.id(key), value: registry.id(value) } };
  return {
    name,
    modifier: fallback ? DEFAULT : OPTIONAL,
    type,
    fallback: fallback ? toHex(value.codec.encode(fallback(config))) : "0x00",
    docs: docsOf(docs),
  };
}

function describeApi(registry: Registry, { name, version, docs, methods }: RuntimeApi) {
  return {
    name,
    version,
    docs: docsOf(docs),
    methods: Object.entries(methods).map(([method, { args, result, docs: about }]) => ({
      name: method,
      inputs: Object.entries(args).map(([input, type]) => ({ name: input, type: registry.id(type) })),
      output: registry.id(result),
      docs: docsOf(about),
    })),
  };
}
