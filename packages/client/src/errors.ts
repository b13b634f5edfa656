import { MyelinError } from "@myelin/primitives";

/** The node could not be reached, or the connection broke and did not come back in time. */
export class ConnectionError extends MyelinError {
  constructor(url: string, reason: string, cause?: unknown) {
    super(
      "CLIENT_NOT_CONNECTED",
      `No connection to ${url}: ${reason}. Check that the node runs and the address is right.`,
      {
        details: { url },
        cause,
      },
    );
  }
}

/** The node answered a request with a JSON-RPC error. `rpcCode` is the node's number, `reason` its message, `data` its own detail. */
export class RpcError extends MyelinError {
  readonly rpcCode: number;
  /** The node's message. */
  readonly reason: string;
  readonly data: unknown;

  constructor(method: string, rpcCode: number, message: string, data: unknown) {
    super("CLIENT_RPC_ERROR", `${method}: ${message}${typeof data === "string" ? ` (${data})` : ""}`, {
      details: { method, rpcCode, data },
    });
    this.rpcCode = rpcCode;
    this.reason = message;
    this.data = data;
  }
}

/** The chain's metadata has no such pallet, item, call or runtime API. The message names the nearest ones. */
export class UnknownNameError extends MyelinError {
  constructor(kind: string, name: string, known: Iterable<string>) {
    const near = nearest(name, [...known]);
    const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
    super("CLIENT_UNKNOWN_NAME", `This chain has no ${kind} "${name}".${hint}`, { details: { kind, name } });
  }
}

/** An argument does not fit the type that the chain's metadata gives for it. */
export class ArgumentError extends MyelinError {
  constructor(message: string) {
    super("CLIENT_BAD_ARGUMENT", message);
  }
}

/** The extrinsic was included in a block, and its call failed there. `name` is the chain's own error name. */
export class DispatchFailure extends MyelinError {
  readonly pallet: string | undefined;
  readonly errorName: string;

  constructor(pallet: string | undefined, errorName: string, docs: string, blockHash: string) {
    const title = pallet === undefined ? errorName : `${pallet}.${errorName}`;
    super("CLIENT_DISPATCH_FAILED", `The chain refused the call: ${title}${docs === "" ? "" : ` (${docs})`}.`, {
      details: { pallet, name: errorName, blockHash },
    });
    this.pallet = pallet;
    this.errorName = errorName;
  }
}

/** Names within a small edit distance, or that begin with the name, best first, at most three. */
export function nearest(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const distanceTo = (candidate: string) =>
    wanted.length > 2 && candidate.startsWith(wanted) ? 1 : editDistance(wanted, candidate);
  return known
    .map((candidate) => ({ candidate, distance: distanceTo(candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
