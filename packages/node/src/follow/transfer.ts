import { bytes, struct, vec } from "@myelin/primitives/scale";

/** Most blocks that may be asked for at once. */
export const MOST_BLOCKS = 256;

const codec = struct({ header: bytes, body: vec(bytes) });

export interface TransferredBlock {
  /** SCALE bytes of the header. */
  readonly header: Uint8Array;
  /** Extrinsics with their length prefix, inherents first. */
  readonly body: readonly Uint8Array[];
}

/** A block on its way to another node: header and body in SCALE, as base64, which is a third shorter than hexadecimal. */
export function encodeTransfer(header: Uint8Array, body: readonly Uint8Array[]): string {
  return Buffer.from(codec.encode({ header, body: [...body] })).toString("base64");
}

/** Throws for what is no such block. */
export function decodeTransfer(text: string): TransferredBlock {
  return codec.decode(Uint8Array.from(Buffer.from(text, "base64")));
}
