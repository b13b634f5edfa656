import { specToJson } from "../../chain/chain-spec.ts";
import { encodeTransfer, MOST_BLOCKS } from "../../follow/transfer.ts";
import { rpcErrors } from "../errors.ts";
import type { Methods, RpcServices } from "../handler.ts";

/** Bytes of blocks in one answer, unless a single block is larger. */
const ENOUGH_BYTES = 2 * 1024 * 1024;

/** `myelin_*`: what a node that joins needs, the whole chain specification and blocks by the dozen. */
export function syncMethods({ chain }: RpcServices): Methods {
  return {
    /** The text of the chain specification file. */
    myelin_chainSpec: () => specToJson(chain.spec),
    /** Blocks from a height on, as many as there are up to `count`, or fewer where they are large: see `encodeTransfer`. */
    myelin_getBlocks: (params) => {
      const from = params.integer(0, "from");
      const count = Math.min(params.integer(1, "count", MOST_BLOCKS), chain.head().number - from + 1);
      const blocks: string[] = [];
      for (let number = from, size = 0; number < from + count && size < ENOUGH_BYTES; number++) {
        const body = chain.body(number);
        if (body === undefined)
          throw rpcErrors.invalidParams(`from: this node began from a snapshot, without block ${number}`);
        const block = encodeTransfer(chain.header(number)!.encodedHeader, body);
        size += block.length;
        blocks.push(block);
      }
      return blocks;
    },
  };
}
