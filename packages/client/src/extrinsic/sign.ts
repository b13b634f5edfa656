import { blake2b256, concat, fromHex, type Keypair, MyelinError } from "@myelin/primitives";
import { compactU32, compactU64, u32 } from "@myelin/primitives/scale";
import type { ChainMetadata } from "../metadata/metadata.ts";
import { type Era, encodeEra } from "./era.ts";

/** What a signature covers beside the call. */
export interface SigningContext {
  era: Era;
  /** Hash of the era's first block; the genesis hash for an immortal one. */
  eraHash: string;
  nonce: number;
  /** Tip in rao. */
  tip: bigint;
  genesisHash: string;
  specVersion: number;
  transactionVersion: number;
}

/** Builds and signs an extrinsic of format version 4. Source: polkadot-sdk `generic/unchecked_extrinsic.rs`. */
export function signExtrinsic(
  metadata: ChainMetadata,
  signer: Keypair,
  call: Uint8Array,
  context: SigningContext,
): Uint8Array {
  const parts = metadata.extensions.map((extension) => extensionBytes(metadata, extension, context));
  const extra = concat(...parts.map((part) => part.extra));
  const payload = concat(call, extra, ...parts.map((part) => part.implicit));
  const signature = signer.sign(payload.length > 256 ? blake2b256(payload) : payload);
  const scheme = signer.cryptoType === "ed25519" ? 0 : 1;
  return withLength(concat(Uint8Array.of(0x84, 0), signer.publicKey, Uint8Array.of(scheme), signature, extra, call));
}

/** Puts the compact length in front, as the RPC expects. */
export function withLength(body: Uint8Array): Uint8Array {
  return concat(compactU32.encode(body.length), body);
}

const NOTHING = new Uint8Array(0);

function extensionBytes(
  metadata: ChainMetadata,
  extension: { identifier: string; type: number; additionalSigned: number },
  context: SigningContext,
): { extra: Uint8Array; implicit: Uint8Array } {
  switch (extension.identifier) {
    case "CheckSpecVersion":
      return { extra: NOTHING, implicit: u32.encode(context.specVersion) };
    case "CheckTxVersion":
      return { extra: NOTHING, implicit: u32.encode(context.transactionVersion) };
    case "CheckGenesis":
      return { extra: NOTHING, implicit: fromHex(context.genesisHash) };
    case "CheckMortality":
      return { extra: encodeEra(context.era), implicit: fromHex(context.eraHash) };
    case "CheckNonce":
      return { extra: compactU32.encode(context.nonce), implicit: NOTHING };
    case "ChargeTransactionPayment":
      return { extra: compactU64.encode(context.tip), implicit: NOTHING };
    case "CheckMetadataHash":
      return { extra: Uint8Array.of(0), implicit: Uint8Array.of(0) };
    default:
      if (metadata.types.isEmpty(extension.type) && metadata.types.isEmpty(extension.additionalSigned)) {
        return { extra: NOTHING, implicit: NOTHING };
      }
      throw new MyelinError(
        "CLIENT_UNKNOWN_EXTENSION",
        `This chain wants the transaction extension ${extension.identifier}, which this client does not know. Use a newer client.`,
      );
  }
}
