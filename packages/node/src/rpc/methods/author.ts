import { extrinsicHash, type Hash } from "@myelin/frame";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { isLast, type TransactionStatus } from "../../pool/status.ts";
import { rpcErrors } from "../errors.ts";
import { localOnly, type Methods, type RpcServices, unsubscribe } from "../handler.ts";
import { checkHash, checkHex } from "../params.ts";
import type { Session } from "../session.ts";

const NOTIFICATION = "author_extrinsicUpdate";

/** `author_*`: transactions on their way into a block (`substrate/client/rpc-api/src/author/mod.rs`). */
export function authorMethods({ chain }: RpcServices): Methods {
  return {
    author_submitExtrinsic: (params) => chain.submit(params.bytes(0, "extrinsic")),
    author_submitAndWatchExtrinsic: (params, session) => submitAndWatch(params.bytes(0, "extrinsic"), session),
    author_unwatchExtrinsic: unsubscribe(NOTIFICATION),
    author_pendingExtrinsics: () => chain.pool.pending().map((extrinsic) => toHex(extrinsic)),
    author_removeExtrinsic: localOnly((params) =>
      params.list(0, "bytesOrHash").flatMap((named) => chain.pool.remove(namedHash(named))),
    ),
  };

  async function submitAndWatch(extrinsic: Uint8Array, session: Session) {
    const subscription = session.subscribe(NOTIFICATION);
    try {
      const { unwatch } = await chain.watch(extrinsic, (status) => {
        subscription.push(statusJson(status));
        if (isLast(status)) subscription.end();
      });
      subscription.onEnd(unwatch);
      return subscription;
    } catch (error) {
      subscription.end();
      throw error;
    }
  }
}

/** As `sc_transaction_pool_api::TransactionStatus` in JSON. */
function statusJson(status: TransactionStatus): unknown {
  switch (status.type) {
    case "inBlock":
      return { inBlock: status.block };
    case "finalized":
      return { finalized: status.block };
    case "usurped":
      return { usurped: status.by };
    default:
      return status.type;
  }
}

/** `{hash}` or `{extrinsic}` (`sc_rpc_api::author::hash::ExtrinsicOrHash`). */
function namedHash(named: unknown): Hash {
  if (typeof named === "object" && named !== null) {
    if ("hash" in named) return checkHash(named.hash, "hash");
    if ("extrinsic" in named) return extrinsicHash(fromHex(checkHex(named.extrinsic, "extrinsic")));
  }
  throw rpcErrors.invalidParams('bytesOrHash: expected {"hash": "0x…"} or {"extrinsic": "0x…"}');
}
