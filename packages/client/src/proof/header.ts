import { blake2b256, fromHex, type Hex, isHex, toHex } from "@myelin/primitives";
import { Writer, writeCompact, writeLength } from "@myelin/primitives/scale";
import { HASH_LENGTH } from "@myelin/primitives/trie";
import type { Transport } from "../transport/transport.ts";
import { ProofError } from "./error.ts";

/** A header as `chain_getHeader` answers: numbers and bytes as hex, each digest item encoded. */
export interface RawHeader {
  readonly parentHash: string;
  readonly number: string;
  readonly stateRoot: string;
  readonly extrinsicsRoot: string;
  readonly digest: { readonly logs: readonly string[] };
}

/** A header whose bytes hash to the block it was asked for. */
export interface ProvenHeader {
  readonly hash: Hex;
  readonly number: number;
  readonly parentHash: Hex;
  readonly stateRoot: Hex;
  readonly extrinsicsRoot: Hex;
}

/**
 * The bytes that a block's hash is taken of (polkadot-sdk `substrate/primitives/runtime/src/generic/header.rs`): parent,
 * number as a compact integer, state root, extrinsics root, digest.
 *
 * @throws {HexError} for a field that is not hex
 */
export function encodeHeader({ parentHash, number, stateRoot, extrinsicsRoot, digest }: RawHeader): Uint8Array {
  const writer = new Writer();
  writer.raw(fromHex(parentHash));
  writeCompact(writer, Number(number));
  writer.raw(fromHex(stateRoot));
  writer.raw(fromHex(extrinsicsRoot));
  writeLength(writer, digest.logs.length);
  for (const item of digest.logs) writer.raw(fromHex(item));
  return writer.finish();
}

export function headerHash(header: RawHeader): Hex {
  return toHex(blake2b256(encodeHeader(header)));
}

/**
 * The header of the block with this hash, checked by hashing it again: from then on the node is not believed, the hash is.
 *
 * @throws {ProofError} `PROOF_BAD_HEADER`
 */
export async function provenHeader(transport: Transport, hash: string): Promise<ProvenHeader> {
  const raw = await transport.request<RawHeader | null>("chain_getHeader", [hash]);
  if (raw === null) throw new ProofError("PROOF_BAD_HEADER", `The node has no header of block ${hash}.`);
  const actual = isWellFormed(raw) ? headerHash(raw) : undefined;
  if (actual !== hash) {
    throw new ProofError(
      "PROOF_BAD_HEADER",
      `The header that the node sent for block ${hash} ${actual === undefined ? "cannot be read" : `hashes to ${actual}`}.`,
    );
  }
  return {
    hash: actual,
    number: Number(raw.number),
    parentHash: raw.parentHash.toLowerCase() as Hex,
    stateRoot: raw.stateRoot.toLowerCase() as Hex,
    extrinsicsRoot: raw.extrinsicsRoot.toLowerCase() as Hex,
  };
}

/** Fields of other widths could spell the same bytes and mean something else. */
function isWellFormed({ parentHash, number, stateRoot, extrinsicsRoot, digest }: RawHeader): boolean {
  const hashes = [parentHash, stateRoot, extrinsicsRoot];
  const logs: unknown = digest?.logs;
  return (
    hashes.every((hash) => isHex(hash, HASH_LENGTH)) &&
    /^0x[0-9a-f]{1,8}$/i.test(number) &&
    Array.isArray(logs) &&
    logs.every((item) => isHex(item))
  );
}
