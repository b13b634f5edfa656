import type { TokenBytes } from "./vocabulary.ts";

/** GPT-2 writes each byte as a printable character (`bytes_to_unicode` of openai/gpt-2 `src/encoder.py`): others move up from U+0100. */
const BYTE_OF_CHARACTER = new Map<string, number>();
{
  let moved = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    BYTE_OF_CHARACTER.set(String.fromCodePoint(printable ? byte : moved++), byte);
  }
}

/** The character that stands for each byte in byte-level vocabularies. */
export const CHARACTER_OF_BYTE: readonly string[] = [...BYTE_OF_CHARACTER]
  .sort(([, a], [, b]) => a - b)
  .map(([character]) => character);

export function byteLevelBytes(token: string): TokenBytes {
  const bytes = Array.from(token, (character) => BYTE_OF_CHARACTER.get(character));
  return bytes.includes(undefined) ? Buffer.from(token, "utf8") : Uint8Array.from(bytes as number[]);
}

/** SentencePiece writes a space as U+2581, and bytes that are no character as `<0x0A>`. */
export function sentencePieceBytes(token: string): TokenBytes {
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  return Buffer.from(token.replaceAll("\u2581", " "), "utf8");
}
