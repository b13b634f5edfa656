import type { Chain } from "../chain/chain.ts";
import type { TimeControl } from "../engine/control.ts";
import { rpcErrors } from "./errors.ts";
import type { Params } from "./params.ts";
import type { Session } from "./session.ts";

/** What the methods speak for. */
export interface RpcServices {
  readonly chain: Chain;
  /** Control of time; its methods are absent without it. */
  readonly control?: TimeControl | undefined;
  /** How far a node that follows another is; absent where this node makes the blocks. */
  readonly sync?: (() => SyncStatus) | undefined;
}

/** Of a node that follows another; heights are block numbers. */
export interface SyncStatus {
  /** Whether the node that is followed can be reached. */
  readonly connected: boolean;
  /** Head when this process started. */
  readonly startingBlock: number;
  /** Newest head that the followed node told of, or this node's own. */
  readonly highestBlock: number;
}

/**
 * Answers one request. The result is JSON (`undefined` becomes `null`), a `Subscription`, whose id is the reply, or a
 * {@link Reply}; anything thrown becomes an error reply.
 */
export type Handler = (params: Params, session: Session) => unknown;

export type Methods = Readonly<Record<string, Handler>>;

/** A result with work to do once the client has been sent it. */
export class Reply {
  readonly value: unknown;
  readonly after: () => void;

  constructor(value: unknown, after: () => void) {
    this.value = value;
    this.after = after;
  }
}

/** A method that only programs on this machine may call, and no web page but local ones. */
export function localOnly(handler: Handler): Handler {
  return (params, session) => {
    if (!session.local) throw rpcErrors.unsafe();
    return handler(params, session);
  };
}

/** The method that ends subscriptions of one kind. */
export function unsubscribe(notification: string): Handler {
  return (params, session) => session.unsubscribe(params.raw(0), notification);
}
