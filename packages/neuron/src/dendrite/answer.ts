import type { Synapse, Values } from "../wire/synapse.ts";

/** A neuron to ask. */
export interface AxonTarget {
  hotkey: string;
  ip: string;
  port: number;
  /** It knows no synapses, but HTTP requests signed as Bittensor 11 signs them: it is sent the fields alone. */
  btauth?: boolean;
}

/** What an axon signed about its answer: enough for anyone to check it later, see {@link verifyEvidence}. */
export interface Evidence {
  synapse: string;
  /** What the caller signed: nonce, caller, axon, uuid, body hash; or the lines of `btauth/1`. */
  requestMessage: string;
  /** The caller's signature over it. */
  requestSignature: string;
  requestBody: string;
  axonHotkey: string;
  status: number;
  /** The answer's body as received; all chunks of a stream. */
  body: string;
  nonce: string;
  signature: string;
}

/** `valid`: signed by the axon's hotkey. `absent`: an older axon, which signs nothing, or no answer at all. */
export type SignatureState = "valid" | "absent";

/**
 * One axon's answer. Nothing is thrown for what a peer does: look at `ok` or `status`.
 *
 * Statuses are the axon's, or as Bittensor's dendrite gives them: 503 not reachable or hung up, 408 out of time, 422 an
 * answer that cannot be read, 400 an answer too large; and 401 for an answer whose signature is wrong.
 */
export interface Answer<S extends Synapse> {
  axon: AxonTarget;
  /** Status 200, all fields fit. */
  ok: boolean;
  status: number;
  message: string;
  /** From sending to the last byte, in seconds, as the caller sees it. */
  processTime: number;
  /** As the axon says, in seconds. */
  axonProcessTime: number | undefined;
  /** Undefined unless `ok`. */
  values: Values<S> | undefined;
  signature: SignatureState;
  /** Present when the answer is signed and is text. */
  evidence: Evidence | undefined;
}
