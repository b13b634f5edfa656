import { rpcErrors } from "../errors.ts";
import { localOnly, type Methods, type RpcServices } from "../handler.ts";

/**
 * `engine_*`: blocks on demand, as test suites of Substrate chains ask for them
 * (`substrate/client/consensus/manual-seal/src/rpc.rs`). On other than development networks the
 * engine refuses with ENGINE_NOT_DEVELOPMENT.
 */
export function engineMethods({ chain, control }: RpcServices): Methods {
  if (!control) return {};
  return {
    engine_createBlock: localOnly(async (params) => {
      const parent = params.optionalHash(2, "parentHash");
      if (parent !== undefined && parent !== chain.head().hash) {
        throw rpcErrors.invalidParams("parentHash: a block is made on top of the newest one, there are no forks here");
      }
      await control.step(1);
      const aux = { header_only: false, clear_justification_requests: false, needs_justification: false };
      return { hash: chain.head().hash, aux: { ...aux, bad_justification: false, is_new_best: true } };
    }),
    /** Blocks are final as they are made; false for one that does not exist. */
    engine_finalizeBlock: localOnly((params) => chain.header(params.hash(0)) !== undefined),
  };
}
