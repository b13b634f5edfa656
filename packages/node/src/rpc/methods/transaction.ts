import { randomBytes } from "node:crypto";
import type { Chain } from "../../chain/chain.ts";
import { PoolError } from "../../pool/errors.ts";
import { RpcError } from "../errors.ts";
import type { Methods, RpcServices } from "../handler.ts";
import { perSession } from "../session.ts";

/** Transactions of one connection that are offered until told otherwise. */
const MAX_BROADCASTS = 16;
/** Refusals that may pass: banned, too low a priority, no room, no future transactions. */
const PASSING = new Set([1012, 1014, 1016, 1021]);

/**
 * `transaction_v1_*` of the JSON-RPC specification: offers a transaction to the pool, again after every block in which it
 * had no room, until it is in a block or the client stops it. Tells nothing; clients look for it in the blocks.
 */
export function transactionMethods({ chain }: RpcServices): Methods {
  const broadcastsOf = perSession((session) => {
    const broadcasts = new Map<string, () => void>();
    session.onClose(() => {
      for (const stop of broadcasts.values()) stop();
    });
    return broadcasts;
  });

  return {
    transaction_v1_broadcast: (params, session) => {
      session.requirePushes();
      const extrinsic = params.bytes(0, "transaction");
      const broadcasts = broadcastsOf(session);
      if (broadcasts.size >= MAX_BROADCASTS) return null;
      const id = `0x${randomBytes(8).toString("hex")}`;
      broadcasts.set(id, broadcast(chain, extrinsic));
      return id;
    },
    transaction_v1_stop: (params, session) => {
      const broadcasts = broadcastsOf(session);
      const id = params.text(0, "operationId");
      const stop = broadcasts.get(id);
      if (!stop) throw new RpcError(-32602, "Invalid operation id");
      broadcasts.delete(id);
      stop();
      return null;
    },
  };
}

/** Returns what stops it. */
function broadcast(chain: Chain, extrinsic: Uint8Array): () => void {
  let inPool = false;
  let ended = false;
  const unlisten = chain.onBlock(() => void offer());
  const end = () => {
    ended = true;
    unlisten();
  };

  async function offer(): Promise<void> {
    if (inPool || ended) return;
    inPool = true;
    try {
      await chain.watch(extrinsic, ({ type }) => {
        if (type === "finalized" || type === "invalid" || type === "usurped") end();
        if (type === "dropped") inPool = false;
      });
    } catch (error) {
      inPool = false;
      // A transaction that can never be valid is dropped in silence: the specification has no way to tell.
      if (!(error instanceof PoolError && PASSING.has(error.rpc.code))) end();
    }
  }

  void offer();
  return end;
}
