/** What a client library found out when it was let loose on a node; amounts in rao. */
export interface ClientReport {
  readonly genesisHash: string;
  readonly specVersion: number;
  readonly existentialDeposit: bigint;
  /** Subnets, by reading a whole map. */
  readonly netuids: readonly number[];
  /** Price of subnet 1's alpha, by a runtime API of this chain. */
  readonly alphaPrice: bigint;
  /** Heads, as a subscription told them. */
  readonly heads: readonly number[];
  readonly fee: bigint;
  readonly before: bigint;
  /** Balances of the receiver that a storage subscription told. */
  readonly watched: readonly bigint[];
  readonly after: bigint;
  /** Decoded events of the finalized transfer, `Balances.Transfer`. */
  readonly events: readonly string[];
  /** Name of the error of a transfer that is included and fails. */
  readonly failure: string;
  /** What the client says of a transfer with a nonce that was used. */
  readonly refusal: string;
}

/** A library's way through one scenario: connect, read, subscribe, send, fail. */
export type ClientRun = (url: string, receiver: string) => Promise<ClientReport>;

/** What is sent, in rao. */
export const AMOUNT = 1_234_567n;
/** More than Alice has, and less than there is. */
export const TOO_MUCH = 1_500_000n * 1_000_000_000n;
/** A nonce that Alice used in the scenario, if not before. Not 0, which some clients take for none given. */
export const USED_NONCE = 1;

/** Fails instead of waiting for ever. */
export function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What an error says, with the text that the node's answer carries beside the message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "data" in error && typeof error.data === "string" ? `${error.message}: ${error.data}` : error.message;
}
