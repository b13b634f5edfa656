import type { StorageKey } from "@myelin/frame";
import { StateError } from "./errors.ts";

/** Longest storage key the database takes, in bytes: an escaped key must fit LMDB's limit of 1,978. */
export const MAX_KEY_BYTES = 900;

/** Whether a key can have a value; LMDB wants at least a byte. */
export function isStorable(key: StorageKey): boolean {
  const bytes = (key.length - 2) / 2;
  return bytes > 0 && bytes <= MAX_KEY_BYTES && Number.isInteger(bytes);
}

/** The longest text of a storable key: no stored key lies between a longer one and what it is cut to. */
export function cutKey<Key extends string>(key: Key): Key {
  return key.slice(0, 2 + 2 * MAX_KEY_BYTES) as Key;
}

export function checkKey(key: StorageKey): void {
  if (isStorable(key)) return;
  const bytes = (key.length - 2) / 2;
  throw new StateError(
    "STATE_KEY_UNSUPPORTED",
    `A storage key must have 1 to ${MAX_KEY_BYTES} bytes, and this one has ${bytes}.`,
  );
}

export function valueKey(key: string): Buffer {
  return Buffer.from(key.slice(2), "hex");
}

export function storageKey(key: Buffer): StorageKey {
  return `0x${key.toString("hex")}`;
}

/** Where an ordered scan below a prefix starts; the prefix may end within a byte. */
export function scanStart(prefix: string): string {
  return prefix.length % 2 === 0 ? prefix : `${prefix}0`;
}

/** Key of a trie node: the path's nibbles packed, and whether their number is odd. */
export function nodeKey(path: string): Buffer {
  const odd = path.length % 2;
  return Buffer.from(`${scanStart(path).slice(2)}0${odd}`, "hex");
}

export function heightKey(height: number): Buffer {
  const key = Buffer.allocUnsafe(4);
  key.writeUInt32BE(height);
  return key;
}

/** Keeps the order of keys of unlike length apart from what follows them: a zero byte becomes `00 ff`. */
export function escapeKey(key: string): Buffer {
  const plain = valueKey(key);
  if (!plain.includes(0)) return plain;
  const out = Buffer.allocUnsafe(plain.length * 2);
  let length = 0;
  for (const byte of plain) {
    out[length++] = byte;
    if (byte === 0) out[length++] = 0xff;
  }
  return out.subarray(0, length);
}

const END = [0, 0] as const;

/** Key of a version in the history: escaped storage key, `00 00`, height. All versions of a key are neighbours. */
export function versionKey(key: string, height: number): Buffer {
  const escaped = escapeKey(key);
  const out = Buffer.allocUnsafe(escaped.length + 6);
  out.set(escaped);
  out.set(END, escaped.length);
  out.writeUInt32BE(height, escaped.length + 2);
  return out;
}

/** First possible key after all versions of `key`. */
export function afterVersions(key: string): Buffer {
  return Buffer.concat([escapeKey(key), Buffer.of(0, 1)]);
}

/** The storage key within a version's key. */
export function keyOfVersion(version: Buffer): StorageKey {
  const out = Buffer.allocUnsafe(version.length);
  let length = 0;
  for (let at = 0; at < version.length - 6; at++) {
    const byte = version[at]!;
    out[length++] = byte;
    if (byte === 0) at++;
  }
  return storageKey(out.subarray(0, length));
}

export function heightOfVersion(version: Buffer): number {
  return version.readUInt32BE(version.length - 4);
}
