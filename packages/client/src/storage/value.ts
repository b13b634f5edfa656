import type { StorageEntry } from "../metadata/metadata.ts";

/** What an item holds; where nothing is stored its default, or undefined for an optional item. */
export function decodeStored<T>(entry: StorageEntry, raw: Uint8Array | undefined): T {
  if (raw !== undefined) return entry.value.decode(raw) as T;
  return (entry.optional ? undefined : entry.value.decode(entry.fallback)) as T;
}
