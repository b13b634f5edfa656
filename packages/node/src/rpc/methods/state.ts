import type { RuntimeVersionInfo, StateReader, StorageKey } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { type Hex, toHex } from "@myelin/primitives/hex";
import type { BlockNotice } from "../../chain/chain.ts";
import { atBlock, callAt, readAt } from "../blocks.ts";
import { rpcErrors } from "../errors.ts";
import { localOnly, type Methods, type RpcServices, unsubscribe } from "../handler.ts";
import type { Params } from "../params.ts";
import { changesBetween } from "../storage-changes.ts";

/** Keys in a page at most (`substrate/client/rpc/src/state/mod.rs`, STORAGE_KEYS_PAGED_MAX_COUNT). */
const MAX_PAGE = 1000;
const METADATA_VERSION = 14;

/** `state_*`: storage, runtime calls, metadata (`substrate/client/rpc-api/src/state/mod.rs`). */
export function stateMethods({ chain }: RpcServices): Methods {
  const read = <T>(params: Params, at: number, work: (state: StateReader) => T): T =>
    readAt(chain, params.optionalHash(at), work);
  const version = () => runtimeVersionJson(chain.runtime.version);

  return {
    state_call: (params) => {
      const method = params.text(0, "name");
      return toHex(callAt(chain, method, params.looseBytes(1, "bytes"), params.optionalHash(2)));
    },
    state_getMetadata: (params) =>
      atBlock(chain, params.optionalHash(0), "Api called for an unknown Block", () => {
        chain.readerAt(params.optionalHash(0));
        return toHex(chain.runtime.metadata(METADATA_VERSION));
      }),
    state_getRuntimeVersion: (params) => {
      const at = params.optionalHash(0);
      if (at !== undefined && chain.header(at) === undefined) {
        throw rpcErrors.unknownBlock("Api called for an unknown Block", at);
      }
      return version();
    },

    state_getStorage: (params) => {
      const key = params.hex(0, "key");
      return read(params, 1, (state) => valueJson(state, key));
    },
    state_getStorageHash: (params) => {
      const key = params.hex(0, "key");
      const value = read(params, 1, (state) => state.get(key));
      return value ? toHex(blake2b256(value)) : null;
    },
    state_getStorageSize: (params) => {
      const key = params.hex(0, "key");
      return read(params, 1, (state) => sizeOf(state, key));
    },
    state_getKeys: (params) => {
      const prefix = params.optionalHex(0, "prefix") ?? "0x";
      return read(params, 1, (state) => [...state.keys(prefix)]);
    },
    state_getPairs: localOnly((params) => {
      const prefix = params.hex(0, "prefix");
      return read(params, 1, (state) => Array.from(state.keys(prefix), (key) => [key, valueJson(state, key)]));
    }),
    state_getKeysPaged: (params) => {
      const prefix = params.optionalHex(0, "prefix") ?? "0x";
      const count = params.integer(1, "count");
      if (count > MAX_PAGE) throw rpcErrors.pageTooLarge(count, MAX_PAGE);
      const after = params.optionalHex(2, "startKey");
      return read(params, 3, (state) => firstOf(state.keys(prefix, after), count));
    },
    state_queryStorageAt: (params) => {
      const keys = params.hexes(0, "keys");
      const block = params.optionalHash(1) ?? chain.head().hash;
      const changes = readAt(chain, block, (state) => keys.map((key) => [key, valueJson(state, key)]));
      return [{ block, changes }];
    },
    state_queryStorage: localOnly((params) => {
      const keys = params.hexes(0, "keys");
      return changesBetween(chain, keys, params.hash(1, "fromBlock"), params.optionalHash(2, "toBlock"));
    }),
    state_getReadProof: (params) => {
      const keys = params.hexes(0, "keys");
      const at = params.optionalHash(1) ?? chain.head().hash;
      const proof = atBlock(chain, at, "UnknownBlock", () => chain.stateProof(keys, at));
      return { at, proof: proof.map((node) => toHex(node)) };
    },

    /** The runtime changes with the program alone: the current version is all there is to tell. */
    state_subscribeRuntimeVersion: (_params, session) => {
      const subscription = session.subscribe("state_runtimeVersion");
      subscription.push(version());
      return subscription;
    },
    state_unsubscribeRuntimeVersion: unsubscribe("state_runtimeVersion"),
    /** The values now, then in every block those of the keys that changed. Without keys: every change, local only. */
    state_subscribeStorage: (params, session) => {
      const keys = params.has(0) ? new Set(params.hexes(0, "keys")) : undefined;
      if (!keys && !session.local) throw rpcErrors.unsafe();
      const subscription = session.subscribe("state_storage");
      if (keys) {
        const state = chain.readerAt();
        const changes = Array.from(keys, (key) => [key, valueJson(state, key)]);
        subscription.push({ block: chain.head().hash, changes });
      }
      subscription.onEnd(
        chain.onBlock((block) => {
          const changes = changedOf(block, keys);
          if (changes.length > 0) subscription.push({ block: block.hash, changes });
        }),
      );
      return subscription;
    },
    state_unsubscribeStorage: unsubscribe("state_storage"),
  };
}

/** As `sp_version::RuntimeVersion` in JSON; `stateVersion` is the older name of `systemVersion`. */
export function runtimeVersionJson(version: RuntimeVersionInfo) {
  const { specName, implName, authoringVersion, specVersion, implVersion, apis, transactionVersion } = version;
  return {
    specName,
    implName,
    authoringVersion,
    specVersion,
    implVersion,
    apis,
    transactionVersion,
    systemVersion: version.systemVersion,
    stateVersion: version.systemVersion,
  };
}

function valueJson(state: StateReader, key: StorageKey): Hex | null {
  const value = state.get(key);
  return value ? toHex(value) : null;
}

/** Bytes of a value or, where the key is a prefix, of all values below it. */
function sizeOf(state: StateReader, key: StorageKey): number | null {
  const value = state.get(key);
  if (value) return value.length;
  let size = 0;
  for (const below of state.keys(key)) size += state.get(below)?.length ?? 0;
  return size > 0 ? size : null;
}

function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const found: T[] = [];
  if (count === 0) return found;
  for (const item of items) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}

type ChangeJson = readonly [key: StorageKey, value: Hex | null];

/** The changes of a block among the keys; of a few keys or a few changes, whichever is shorter. */
function changedOf({ changes }: BlockNotice, keys: ReadonlySet<StorageKey> | undefined): ChangeJson[] {
  const candidates = keys && keys.size < changes.size ? keys : changes.keys();
  const found: ChangeJson[] = [];
  for (const key of candidates) {
    if (!changes.has(key) || (keys && !keys.has(key))) continue;
    const value = changes.get(key);
    found.push([key, value ? toHex(value) : null]);
  }
  return found;
}
