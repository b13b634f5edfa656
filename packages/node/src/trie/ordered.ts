import type { StorageKey } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { compactU32 } from "@myelin/primitives/scale";
import { ROOT_LENGTH } from "@myelin/primitives/trie";
import { buildTrie } from "./builder.ts";
import { rootHash, type StateVersion } from "./node-codec.ts";

const emitNothing = (): void => {};

/** Root of a trie that holds just these entries, in any order (a later entry of a key wins). */
export function trieRoot(entries: Iterable<readonly [StorageKey, Uint8Array]>, version: StateVersion): Uint8Array {
  const sorted = [...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1));
  return rootHash(buildTrie(sorted, ROOT_LENGTH, version, emitNothing)?.merkle);
}

/**
 * Root of a list: a trie keyed by the SCALE-compact position of each value. A header's `extrinsicsRoot` is this root of
 * the encoded extrinsics (`sp_io::trie::blake2_256_ordered_root`).
 */
export function orderedRoot(values: readonly Uint8Array[], version: StateVersion): Uint8Array {
  return trieRoot(
    values.map((value, index) => [toHex(compactU32.encode(index)), value] as const),
    version,
  );
}

/**
 * Which version the extrinsics root takes: 0 for `system_version` 0 and 1, and 1 from 2 on (RFC-0042, polkadot-sdk
 * `RuntimeVersion::extrinsics_root_state_version`).
 */
export function extrinsicsRootVersion(systemVersion: number): StateVersion {
  return systemVersion >= 2 ? 1 : 0;
}
