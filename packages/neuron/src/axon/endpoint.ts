import type { Synapse, Values } from "../wire/synapse.ts";

/** Who asks, as far as the axon knows it. */
export interface Caller {
  /** Address of the caller's hotkey; empty for an unsigned request, which only a lenient axon lets in. */
  readonly hotkey: string;
  /** The signature over the request was checked. False only on a lenient axon. */
  readonly verified: boolean;
  /** Where the connection comes from. */
  readonly ip: string;
  readonly port: number;
  readonly uuid: string;
  /** Unix time in nanoseconds, decimal. */
  readonly nonce: string;
  /** How long the caller waits, in seconds, capped by the axon. */
  readonly timeoutSeconds: number;
  /** Aborts when the caller hung up or its time is over. */
  readonly signal: AbortSignal;
}

/** The fields of an answer; those left out keep the request's value. */
export type AnswerFields<S extends Synapse> = Partial<Values<S>>;

export type Chunks = AsyncIterable<string | Uint8Array>;

export interface EndpointOptions {
  /** Serve only hotkeys that hold a validator permit on the subnet. */
  validatorsOnly?: boolean;
  /** A reason refuses the caller with status 403. */
  blacklist?(caller: Caller): string | undefined | Promise<string | undefined>;
  /** Further checks after the signature's; throwing refuses with status 401. */
  verify?(caller: Caller): void | Promise<void>;
  /** Higher is served first when all places are taken. Stake of the caller, usually. */
  priority?(caller: Caller): number | Promise<number>;
}

/** One synapse that an axon serves. */
export interface Endpoint extends EndpointOptions {
  readonly synapse: Synapse;
  forward(values: Record<string, unknown>, caller: Caller): unknown;
}

/**
 * Serves a synapse by one function.
 *
 * @example
 * ```ts
 * axon.attach(endpoint(Double, ({ input }) => ({ output: 2 * input }), { validatorsOnly: true }));
 * ```
 */
export function endpoint<S extends Synapse>(
  synapse: S,
  forward: (values: Values<S>, caller: Caller) => AnswerFields<S> | Promise<AnswerFields<S>>,
  options: EndpointOptions = {},
): Endpoint {
  return { ...options, synapse, forward: forward as Endpoint["forward"] };
}

/** Serves a synapse declared with `streaming` by a generator of chunks; texts are sent as UTF-8. */
export function streamEndpoint<S extends Synapse>(
  synapse: S,
  forward: (values: Values<S>, caller: Caller) => Chunks,
  options: EndpointOptions = {},
): Endpoint {
  return { ...options, synapse, forward: forward as Endpoint["forward"] };
}
