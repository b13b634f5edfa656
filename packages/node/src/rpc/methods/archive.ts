import { MyelinError } from "@myelin/primitives/errors";
import { toHex } from "@myelin/primitives/hex";
import type { Chain } from "../../chain/chain.ts";
import { bodyJson, tryCall } from "../blocks.ts";
import { type Methods, Reply, type RpcServices, unsubscribe } from "../handler.ts";
import type { Params } from "../params.ts";
import type { Session } from "../session.ts";
import { answerQueries, readQueries, type StorageQuery } from "../storage-query.ts";

const NOTIFICATION = "archive_v1_storageEvent";

/**
 * `archive_v1_*` of the JSON-RPC specification (`substrate/client/rpc-spec-v2/src/archive`). Headers and bodies are
 * there for every block; state only as far back as it is kept, and beyond that the answer is an error with its reason.
 */
export function archiveMethods({ chain }: RpcServices): Methods {
  return {
    archive_v1_genesisHash: () => chain.genesisHash,
    archive_v1_finalizedHeight: () => chain.finalized().number,
    archive_v1_hashByHeight: (params) => {
      const height = params.integer(0, "height");
      const block = height <= chain.finalized().number ? chain.header(height) : undefined;
      return block ? [block.hash] : [];
    },
    archive_v1_header: (params) => {
      const block = chain.header(params.hash(0));
      return block ? toHex(block.encodedHeader) : null;
    },
    archive_v1_body: (params) => {
      const body = chain.body(params.hash(0));
      return body ? bodyJson(body) : null;
    },
    archive_v1_call: (params) => call(chain, params),
    archive_v1_storage: (params, session) => storage(chain, params, session),
    archive_v1_stopStorage: unsubscribe(NOTIFICATION),
  };
}

/** Null where there is no such block. */
function call(chain: Chain, params: Params) {
  const hash = params.hash(0);
  const method = params.text(1, "function");
  const args = params.looseBytes(2, "callParameters");
  if (!chain.header(hash)) return null;
  try {
    const result = tryCall(chain, method, args, hash);
    return result.ok ? { success: true, value: result.output } : { success: false, error: result.error };
  } catch (error) {
    if (error instanceof MyelinError) return { success: false, error: error.message };
    throw error;
  }
}

/** A subscription that sends the items and ends. */
function storage(chain: Chain, params: Params, session: Session) {
  const hash = params.hash(0);
  const queries: StorageQuery[] = params.has(2) ? [] : readQueries(params.list(1, "items"));
  const subscription = session.subscribe(NOTIFICATION);
  return new Reply(subscription.id, () => {
    subscription.release();
    try {
      for (const item of answerQueries(chain, hash, queries)) subscription.push({ event: "storage", ...item });
      subscription.push({ event: "storageDone" });
    } catch (error) {
      const known = error instanceof MyelinError;
      subscription.push({ event: "storageError", error: known ? error.message : "Internal error" });
      if (!known) throw error;
    } finally {
      subscription.end();
    }
  });
}
