import { MyelinError } from "@myelin/primitives/errors";

export type FollowErrorCode =
  /** Nobody answers where the network should be joined. */
  | "FOLLOW_NO_SOURCE"
  /** Something answers there that is no Myelin node, or not one of this version. */
  | "FOLLOW_NOT_MYELIN"
  /** Its network is another one than this node's. */
  | "FOLLOW_OTHER_NETWORK"
  /** It has the same genesis, and then other blocks than this node has. */
  | "FOLLOW_OTHER_HISTORY"
  /** It sent a block that is not valid. */
  | "FOLLOW_BAD_BLOCK"
  /** The folder is that of a node which makes blocks itself, or the other way round. */
  | "FOLLOW_OTHER_ROLE";

/** A network cannot be joined, or is followed no more; the message says why and what to do. */
export class FollowError extends MyelinError {
  constructor(code: FollowErrorCode, message: string, cause?: unknown) {
    super(code, message, { cause, details: {} });
  }
}

export function otherNetwork(url: string, theirs: string, ours: string, advice: string): FollowError {
  return new FollowError(
    "FOLLOW_OTHER_NETWORK",
    `The node at ${url} is of another network: its genesis is ${theirs}, and this node's is ${ours}. ${advice}`,
  );
}

export function otherHistory(url: string, number: number): FollowError {
  return new FollowError(
    "FOLLOW_OTHER_HISTORY",
    `The node at ${url} has another block ${number} than this node, though the same genesis: its network began anew, or it is a copy that went its own way. Follow another node, or join again with a new folder.`,
  );
}

export function badBlock(url: string, cause: Error): FollowError {
  return new FollowError(
    "FOLLOW_BAD_BLOCK",
    `The node at ${url} sent a bad block and is followed no more. ${cause.message} All blocks before it are kept; follow a node that you trust.`,
    cause,
  );
}
