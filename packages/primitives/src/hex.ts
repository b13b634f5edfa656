import { MyelinError } from "./errors.ts";

/** Lower-case hexadecimal with its `0x`, as the chain's JSON-RPC writes bytes. */
export type Hex = `0x${string}`;

/** Text that is not `0x` followed by whole bytes in hexadecimal. */
export class HexError extends MyelinError {
  constructor(message: string) {
    super("HEX_INVALID", message);
  }
}

const NodeBuffer = globalThis.Buffer as typeof globalThis.Buffer | undefined;
const BYTE_TO_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Writes bytes as lower-case `0x…`. */
export function toHex(bytes: Uint8Array): Hex {
  if (NodeBuffer) return `0x${NodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
  let out = "";
  for (const byte of bytes) out += BYTE_TO_HEX[byte];
  return `0x${out}`;
}

/**
 * Reads `0x…` (either case) as bytes.
 * @throws {HexError} without `0x`, with half a byte, or with a character that is no hexadecimal digit.
 */
export function fromHex(hex: string): Uint8Array {
  if (!hex.startsWith("0x")) throw new HexError("hexadecimal bytes begin with 0x");
  if (hex.length % 2 !== 0) throw new HexError("hexadecimal bytes need an even number of digits");
  const out = new Uint8Array((hex.length - 2) / 2);
  const read = NodeBuffer ? NodeBuffer.from(out.buffer).write(hex.slice(2), "hex") : readDigits(hex, out);
  if (read !== out.length) throw new HexError(`no hexadecimal digits at character ${2 + 2 * read}`);
  return out;
}

/** Whether a text is `0x` and whole bytes in hexadecimal, of `byteLength` bytes if given. */
export function isHex(text: unknown, byteLength?: number): text is Hex {
  if (typeof text !== "string" || !/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) return false;
  return byteLength === undefined || text.length === 2 + 2 * byteLength;
}

/** Reads digits until the first that is none; returns the number of bytes read. */
function readDigits(hex: string, out: Uint8Array): number {
  for (let i = 0; i < out.length; i++) {
    const high = digit(hex.charCodeAt(2 + 2 * i));
    const low = digit(hex.charCodeAt(3 + 2 * i));
    if (high < 0 || low < 0) return i;
    out[i] = (high << 4) | low;
  }
  return out.length;
}

function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
