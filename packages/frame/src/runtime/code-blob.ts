import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import type { Config } from "../config.ts";
import type { VersionInput } from "./assembly.ts";

/** Well-known keys (`sp_core::storage::well_known_keys`). */
export const CODE_KEY = "0x3a636f6465";
export const HEAP_PAGES_KEY = "0x3a686561707061676573";

/**
 * The value of `:code`. There is no WASM here; the value commits to what the runtime is: its version, its configuration
 * and its metadata. Clients read it to learn that the runtime changed.
 */
export function codeBlob(version: VersionInput, config: Config, metadata: Uint8Array): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ config, metadata: toHex(blake2b256(metadata)), version }));
}

/** JSON with sorted keys and without spaces; bigints are decimal strings, functions and absent values are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return part.toString();
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
