import { PoolError } from "../../pool/errors.ts";
import { isLast, type TransactionStatus } from "../../pool/status.ts";
import { type Methods, type RpcServices, unsubscribe } from "../handler.ts";
import type { Session } from "../session.ts";

const NOTIFICATION = "transactionWatch_v1_watchEvent";

/** `transactionWatch_v1_*` of the JSON-RPC specification (`substrate/client/rpc-spec-v2/src/transaction`). */
export function transactionWatchMethods({ chain }: RpcServices): Methods {
  return {
    transactionWatch_v1_submitAndWatch: (params, session) => submitAndWatch(params.bytes(0, "transaction"), session),
    transactionWatch_v1_unwatch: (params, session) => {
      unsubscribe(NOTIFICATION)(params, session);
      return null;
    },
  };

  /** A refusal of the pool is an event here, not an error reply. */
  async function submitAndWatch(extrinsic: Uint8Array, session: Session) {
    const subscription = session.subscribe(NOTIFICATION);
    let validated = false;
    try {
      const { unwatch } = await chain.watch(extrinsic, (status) => {
        const event = eventOf(status, validated);
        validated ||= event?.event === "validated";
        if (event) subscription.push(event);
        if (isLast(status)) subscription.end();
      });
      subscription.onEnd(unwatch);
    } catch (error) {
      if (!(error instanceof PoolError)) {
        subscription.end();
        throw error;
      }
      subscription.push({ event: "invalid", error: error.message });
    }
    return subscription;
  }
}

function eventOf(status: TransactionStatus, validated: boolean): { event: string; [key: string]: unknown } | undefined {
  switch (status.type) {
    case "future":
    case "ready":
      return validated ? undefined : { event: "validated" };
    case "inBlock":
      return { event: "bestChainBlockIncluded", block: { hash: status.block, index: status.index } };
    case "finalized":
      return { event: "finalized", block: { hash: status.block, index: status.index } };
    case "usurped":
      return { event: "invalid", error: `Extrinsic was usurped by ${status.by}` };
    case "invalid":
      return { event: "invalid", error: status.reason };
    case "dropped":
      return { event: "dropped", error: "Extrinsic dropped from the pool due to exceeding limits" };
  }
}
