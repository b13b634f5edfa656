import type { Hash } from "@myelin/frame";
import { isHex } from "@myelin/primitives/hex";
import { bodyJson, headerJson, headerText } from "../blocks.ts";
import { rpcErrors } from "../errors.ts";
import { type Handler, type Methods, type RpcServices, unsubscribe } from "../handler.ts";

/** `chain_*`: headers, blocks and heads (`substrate/client/rpc-api/src/chain/mod.rs`). */
export function chainMethods({ chain }: RpcServices): Methods {
  const numberToHash = (id: unknown): Hash | null => {
    const number = blockNumber(id);
    return number <= chain.head().number ? (chain.header(number)?.hash ?? null) : null;
  };

  const heads =
    (notification: string): Handler =>
    (_params, session) => {
      const subscription = session.subscribe(notification);
      subscription.pushText(headerText(chain.head()));
      subscription.onEnd(chain.onBlock((block) => subscription.pushText(headerText(block))));
      return subscription;
    };

  const finalizedHeads: Handler = (_params, session) => {
    const subscription = session.subscribe("chain_finalizedHead");
    subscription.pushText(headerText(chain.finalized()));
    subscription.onEnd(chain.onFinalized((block) => subscription.pushText(headerText(block))));
    return subscription;
  };

  return {
    chain_getHeader: (params) => {
      const block = chain.header(params.optionalHash(0, "hash") ?? chain.head().hash);
      return block ? headerJson(block) : null;
    },
    chain_getBlock: (params) => {
      const block = chain.header(params.optionalHash(0, "hash") ?? chain.head().hash);
      const body = block && chain.body(block.hash);
      if (!body) return null;
      return { block: { header: headerJson(block), extrinsics: bodyJson(body) }, justifications: null };
    },
    chain_getBlockHash: (params) => {
      if (!params.has(0)) return chain.head().hash;
      const wanted = params.raw(0);
      return Array.isArray(wanted) ? wanted.map(numberToHash) : numberToHash(wanted);
    },
    chain_getFinalizedHead: () => chain.finalized().hash,

    chain_subscribeAllHeads: heads("chain_allHead"),
    chain_unsubscribeAllHeads: unsubscribe("chain_allHead"),
    chain_subscribeNewHeads: heads("chain_newHead"),
    chain_unsubscribeNewHeads: unsubscribe("chain_newHead"),
    chain_subscribeFinalizedHeads: finalizedHeads,
    chain_unsubscribeFinalizedHeads: unsubscribe("chain_finalizedHead"),
  };
}

/** A number, or its hexadecimal text (`sp_rpc::number::NumberOrHex`). */
function blockNumber(id: unknown): number {
  const number = typeof id === "string" && isHexNumber(id) ? Number(id) : id;
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 0) {
    throw rpcErrors.invalidParams("number: expected a block number, or its hexadecimal as 0x…");
  }
  return number;
}

function isHexNumber(text: string): boolean {
  return text.length > 2 && text.length <= 18 && isHex(text.length % 2 === 0 ? text : text.replace("0x", "0x0"));
}
