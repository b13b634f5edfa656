import { metadata as codec, decAnyMetadata } from "@polkadot-api/substrate-bindings";
import type { MetadataDescription } from "./describe.ts";

export type MetadataVersion = 14 | 15 | 16;

/** Versions that a runtime answers for, in the order `Metadata_metadata_versions` lists them. */
export const METADATA_VERSIONS: readonly MetadataVersion[] = [14, 15, 16];

/** "meta" in little endian. */
const MAGIC = 0x6174656d;
/** Extrinsic version that clients sign with. */
const EXTRINSIC_VERSION = 4;

const KEEP = { tag: "NotDeprecated", value: undefined };

/** Encodes a description as metadata of one version, magic number included. All versions share one type registry. */
export function encodeMetadata(description: MetadataDescription, version: MetadataVersion): Uint8Array {
  const value = version === 14 ? v14(description) : version === 15 ? v15(description) : v16(description);
  const input = { magicNumber: MAGIC, metadata: { tag: `v${version}`, value } };
  return codec.enc(input as unknown as Parameters<typeof codec.enc>[0]);
}

function v14({ lookup, pallets, extrinsic, runtime }: MetadataDescription) {
  const { type, signedExtensions } = extrinsic;
  return { lookup, pallets, extrinsic: { type, version: EXTRINSIC_VERSION, signedExtensions }, type: runtime };
}

function v15({ lookup, pallets, extrinsic, runtime, apis, outerEnums }: MetadataDescription) {
  const { type: _, ...parts } = extrinsic;
  const described = { version: EXTRINSIC_VERSION, ...parts };
  return { lookup, pallets, extrinsic: described, type: runtime, apis, outerEnums, custom: [] };
}

function v16({ lookup, pallets, extrinsic, apis, outerEnums }: MetadataDescription) {
  const { address, call, signature, signedExtensions } = extrinsic;
  const kept = <T>(items: readonly T[]) => items.map((item) => ({ ...item, deprecationInfo: KEEP }));
  const members = (type: number | undefined) => (type === undefined ? undefined : { type, deprecationInfo: [] });
  return {
    lookup,
    pallets: pallets.map((pallet) => ({
      ...pallet,
      storage: pallet.storage && { ...pallet.storage, items: kept(pallet.storage.items) },
      calls: members(pallet.calls),
      events: members(pallet.events),
      errors: members(pallet.errors),
      constants: kept(pallet.constants),
      associatedTypes: [],
      viewFns: [],
      deprecationInfo: KEEP,
    })),
    extrinsic: {
      version: [EXTRINSIC_VERSION],
      address,
      call,
      signature,
      signedExtensionsByVersion: [[0, signedExtensions.map((_, i) => i)]],
      signedExtensions,
    },
    apis: kept(apis.map((api) => ({ ...api, methods: kept(api.methods) }))),
    outerEnums,
    custom: [],
  };
}

/** Reads metadata of any of these versions, with or without envelope. */
export function decodeMetadata(bytes: Uint8Array): { version: MetadataVersion; value: MetadataDescription } {
  const { tag, value } = decAnyMetadata(bytes).metadata;
  return { version: Number(tag.slice(1)) as MetadataVersion, value: value as unknown as MetadataDescription };
}
