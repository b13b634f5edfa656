import type { Hash } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { bodyJson, tryCall } from "../blocks.ts";
import { Follow, followErrors } from "../follow.ts";
import { type Handler, type Methods, Reply, type RpcServices, unsubscribe } from "../handler.ts";
import { checkHash, type Params } from "../params.ts";
import { perSession, type Session } from "../session.ts";
import { answerQueries, readQueries } from "../storage-query.ts";

const NOTIFICATION = "chainHead_v1_followEvent";
const MAX_FOLLOWS = 2;
const LIMIT_REACHED = { result: "limitReached" };

/** `chainHead_v1_*` of the JSON-RPC specification (`substrate/client/rpc-spec-v2/src/chain_head`). */
export function chainHeadMethods({ chain }: RpcServices): Methods {
  const followsOf = perSession(() => new Map<string, Follow>());

  const follow = (params: Params, session: Session) => {
    const withRuntime = params.has(0) && params.flag(0, "withRuntime");
    const follows = followsOf(session);
    if (follows.size >= MAX_FOLLOWS) throw followErrors.tooManyFollows();
    const subscription = session.subscribe(NOTIFICATION);
    follows.set(subscription.id, new Follow(chain, subscription, withRuntime));
    subscription.onEnd(() => follows.delete(subscription.id));
    return subscription;
  };

  const find = (params: Params, session: Session): Follow | undefined =>
    followsOf(session).get(params.text(0, "followSubscription"));

  const pinned = (follow: Follow, params: Params): Hash => {
    const hash = params.hash(1);
    if (!follow.isPinned(hash)) throw followErrors.invalidBlock();
    return hash;
  };

  /** Replies with the id of an operation; its events follow that reply. */
  const operation =
    (prepare: (follow: Follow, hash: Hash, params: Params) => (operationId: string) => void): Handler =>
    (params, session) => {
      const follow = find(params, session);
      if (!follow) return LIMIT_REACHED;
      const run = prepare(follow, pinned(follow, params), params);
      const operationId = follow.newOperation();
      if (operationId === undefined) return LIMIT_REACHED;
      return new Reply({ result: "started", operationId }, () => run(operationId));
    };

  return {
    chainHead_v1_follow: follow,
    chainHead_v1_unfollow: (params, session) => {
      unsubscribe(NOTIFICATION)(params, session);
      return null;
    },
    chainHead_v1_header: (params, session) => {
      const follow = find(params, session);
      const block = follow && chain.header(pinned(follow, params));
      return block ? toHex(block.encodedHeader) : null;
    },
    chainHead_v1_body: operation((follow, hash) => (operationId) => {
      follow.finish(operationId, () => ({ event: "operationBodyDone", value: bodyJson(chain.body(hash) ?? []) }));
    }),
    chainHead_v1_call: operation((follow, hash, params) => {
      if (!follow.withRuntime) throw followErrors.noRuntime();
      const method = params.text(2, "function");
      const args = params.looseBytes(3, "callParameters");
      return (operationId) =>
        follow.finish(operationId, () => {
          const result = tryCall(chain, method, args, hash);
          if (result.ok) return { event: "operationCallDone", output: result.output };
          return { event: "operationError", error: result.error };
        });
    }),
    chainHead_v1_storage: operation((follow, hash, params) => {
      const queries = readQueries(params.list(2, "items"));
      // There are no child tries here: a query of one finds nothing.
      const asked = params.has(3) ? [] : queries;
      return (operationId) => follow.stream(operationId, answerQueries(chain, hash, asked));
    }),
    chainHead_v1_continue: (params, session) => {
      const follow = find(params, session);
      const operationId = params.text(1, "operationId");
      if (!follow) return null;
      if (!follow.isWaiting(operationId)) throw followErrors.invalidContinue();
      return new Reply(null, () => follow.resume(operationId));
    },
    chainHead_v1_stopOperation: (params, session) => {
      find(params, session)?.stopOperation(params.text(1, "operationId"));
      return null;
    },
    chainHead_v1_unpin: (params, session) => {
      const named = params.raw(1);
      const hashes = (Array.isArray(named) ? named : [named]).map((hash) => checkHash(hash, "hash"));
      find(params, session)?.unpin(hashes);
      return null;
    },
  };
}
