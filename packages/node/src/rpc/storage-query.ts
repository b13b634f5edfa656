import type { Hash, StorageKey } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { type Hex, toHex } from "@myelin/primitives/hex";
import type { Chain } from "../chain/chain.ts";
import { rpcErrors } from "./errors.ts";
import { checkHex } from "./params.ts";

const TYPES = ["value", "hash", "closestDescendantMerkleValue", "descendantsValues", "descendantsHashes"] as const;

/** One item of what `chainHead_v1_storage` and `archive_v1_storage` ask for. */
export interface StorageQuery {
  readonly key: StorageKey;
  readonly type: (typeof TYPES)[number];
  /** Descendants that come after this key only (archive). */
  readonly paginationStartKey?: StorageKey;
}

export interface StorageItem {
  readonly key: StorageKey;
  readonly value?: Hex;
  readonly hash?: Hex;
  readonly closestDescendantMerkleValue?: Hex;
}

/** @throws {RpcError} -32602 */
export function readQueries(items: readonly unknown[]): StorageQuery[] {
  return items.map((item) => {
    if (typeof item !== "object" || item === null) throw rpcErrors.invalidParams("items: expected objects");
    const { key, type, paginationStartKey } = item as Record<string, unknown>;
    const known = TYPES.find((name) => name === type);
    if (!known) throw rpcErrors.invalidParams(`items: a type is one of ${TYPES.join(", ")}`);
    const query = { key: checkHex(key, "key"), type: known };
    if (paginationStartKey === undefined || paginationStartKey === null) return query;
    return { ...query, paginationStartKey: checkHex(paginationStartKey, "paginationStartKey") };
  });
}

/** Answers the queries on the state of a block, one item at a time. What does not exist has no item. */
export function* answerQueries(chain: Chain, block: Hash, queries: readonly StorageQuery[]): Generator<StorageItem> {
  const state = chain.readerAt(block);
  for (const { key, type, paginationStartKey } of queries) {
    if (type === "closestDescendantMerkleValue") {
      const found = chain.closestDescendantMerkleValue(key, block);
      if (found) yield { key, closestDescendantMerkleValue: toHex(found) };
      continue;
    }
    const keys = type === "value" || type === "hash" ? [key] : state.keys(key, paginationStartKey);
    const hashed = type === "hash" || type === "descendantsHashes";
    for (const each of keys) {
      const value = state.get(each);
      if (value) yield hashed ? { key: each, hash: toHex(blake2b256(value)) } : { key: each, value: toHex(value) };
    }
  }
}
