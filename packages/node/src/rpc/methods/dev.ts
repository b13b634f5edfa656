import type { Chain } from "../../chain/chain.ts";
import type { TimeControl } from "../../engine/control.ts";
import { localOnly, type Methods, type RpcServices } from "../handler.ts";

const MAX_BLOCKS_AT_ONCE = 1_000_000;
const MAX_BLOCK_TIME = 24 * 60 * 60 * 1000;

/**
 * `myelin_*`: control of time, and `dev_newBlock` as chopsticks names it. For programs on this machine, on development
 * networks; on others the engine refuses with ENGINE_NOT_DEVELOPMENT.
 */
export function devMethods({ chain, control }: RpcServices): Methods {
  if (!control) return {};
  return {
    myelin_engineStatus: localOnly(() => control.status()),
    myelin_pause: localOnly(() => control.pause()),
    myelin_resume: localOnly(() => control.resume()),
    myelin_step: localOnly((params) =>
      control.step(params.has(0) ? params.integer(0, "count", MAX_BLOCKS_AT_ONCE) : 1),
    ),
    myelin_jumpToBlock: localOnly((params) => control.jumpToBlock(params.integer(0, "block"))),
    myelin_jumpToEpoch: localOnly((params) => control.jumpToEpoch(params.integer(0, "netuid", 0xffff))),
    myelin_setBlockTime: localOnly((params) => control.setBlockTime(params.integer(0, "milliseconds", MAX_BLOCK_TIME))),
    /** `{count}` or `{to}` as in chopsticks; replies with the hash of the newest block. */
    dev_newBlock: localOnly(async (params) => {
      await newBlocks(control, params.raw(0), chain);
      return chain.head().hash;
    }),
  };
}

function newBlocks(control: TimeControl, options: unknown, chain: Chain): Promise<number> {
  const { count, to } = (typeof options === "object" && options !== null ? options : {}) as Record<string, unknown>;
  if (typeof to === "number" && Number.isSafeInteger(to) && to > chain.head().number) return control.jumpToBlock(to);
  return control.step(typeof count === "number" && Number.isSafeInteger(count) && count > 0 ? count : 1);
}
