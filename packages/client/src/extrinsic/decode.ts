import { fromHex, toHex } from "@myelin/primitives/hex";
import { Reader, readCompact, readLength } from "@myelin/primitives/scale";
import { encodeAddress } from "@myelin/primitives/ss58";
import type { ChainMetadata } from "../metadata/metadata.ts";

/** An extrinsic of a block, read back. */
export interface DecodedExtrinsic {
  readonly pallet: string;
  readonly call: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Absent for what the block's author put in. */
  readonly signed?: Signed;
}

export interface Signed {
  /** SS58; or the address's own text where it is no account. */
  readonly signer: string;
  readonly scheme: string;
  /** Transaction extensions that carry data, by name: nonce, tip, era. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

const ACCOUNT_BYTES = 32;
const SIGNATURES = [
  ["Ed25519", 64],
  ["Sr25519", 64],
  ["Ecdsa", 65],
] as const;

/**
 * Reads an extrinsic with its length prefix (`generic/unchecked_extrinsic.rs` of polkadot-sdk, versions 4 and 5).
 * @throws {ScaleError} or {@link RangeError} for bytes that are no extrinsic of this chain
 */
export function decodeExtrinsic(metadata: ChainMetadata, hex: string): DecodedExtrinsic {
  const reader = new Reader(fromHex(hex));
  readLength(reader);
  const preamble = reader.u8();
  const kind = preamble >> 6;
  if (kind === 0b00) return readCall(metadata, reader);
  if (kind === 0b10) {
    const signer = readAddress(reader);
    const scheme = readSignature(reader);
    const signed = { signer, scheme, extensions: readExtensions(metadata, reader) };
    return { ...readCall(metadata, reader), signed };
  }
  if (kind === 0b01) {
    reader.u8();
    const signed = { signer: "general", scheme: "in an extension", extensions: readExtensions(metadata, reader) };
    return { ...readCall(metadata, reader), signed };
  }
  throw new RangeError(`Extrinsic format ${preamble} is not known`);
}

function readCall(metadata: ChainMetadata, reader: Reader): DecodedExtrinsic {
  const { type, value } = metadata.call.read(reader) as { type: string; value: { type: string; value?: unknown } };
  return { pallet: type, call: value.type, args: (value.value ?? {}) as Record<string, unknown> };
}

/** `MultiAddress`: account, index, bytes of any length, 32 or 20 bytes. */
function readAddress(reader: Reader): string {
  const kind = reader.u8();
  if (kind === 1) return `index ${readCompact(reader)}`;
  if (kind > 4) throw new RangeError(`Address kind ${kind} is not known`);
  const length = kind === 2 ? readLength(reader) : kind === 4 ? 20 : ACCOUNT_BYTES;
  const start = reader.take(length);
  const bytes = reader.bytes.slice(start, start + length);
  return kind === 0 ? encodeAddress(bytes) : toHex(bytes);
}

function readSignature(reader: Reader): string {
  const kind = SIGNATURES[reader.u8()];
  if (kind === undefined) throw new RangeError("The signature scheme is not known");
  reader.take(kind[1]);
  return kind[0];
}

function readExtensions({ extensions, types }: ChainMetadata, reader: Reader): Record<string, unknown> {
  const entries = extensions.map(({ identifier, type }) => [identifier, types.codec(type).read(reader)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
