/**
 * A storage key is a `0x…` hex string, and its digits are the nibbles by which the trie branches. A path in the trie is
 * therefore a prefix of the key's string (`0x` is the root), and a partial key is a piece of it.
 */

/** Length of the path of the root slot: the two characters of `0x`. */
export const ROOT_LENGTH = 2;
export const ROOT_PATH = "0x";
const DIGITS = "0123456789abcdef";

export function nibbleAt(path: string, index: number): number {
  const code = path.charCodeAt(index);
  return code < 58 ? code - 48 : code - 87;
}

export function digit(nibble: number): string {
  return DIGITS.charAt(nibble);
}

/** First index from `from` on at which the two strings differ or one of them ends. */
export function commonLength(a: string, b: string, from: number): number {
  const end = Math.min(a.length, b.length);
  let index = from;
  while (index < end && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  return index;
}
