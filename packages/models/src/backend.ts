/** Bytes that continue a stream of text; streams are never joined. */
export interface StreamText {
  readonly stream: string;
  readonly bytes: Uint8Array;
}

/** Contexts of which a model shall tell the next byte. */
export interface PredictionRequest {
  readonly contexts: readonly Uint8Array[];
  /** 256 probabilities of the byte after a context under a simple model: for what a model leaves open. Valid until the next call. */
  readonly prior: (context: Uint8Array) => Float32Array;
  /** Takes the 256 probabilities of one row, as soon as they are there. */
  readonly put: (row: number, probabilities: Float32Array) => void;
  /** Aborts when nobody waits any longer. */
  readonly signal: AbortSignal;
}

/**
 * A model of somebody else's, as far as it works. Every method rejects with a `ModelError` when it does not; what becomes of the miner
 * then is not its concern (see `StandingModel`).
 */
export interface Backend {
  /** For people. */
  readonly name: string;
  /** Where it can be told. */
  readonly parameters: number | undefined;
  /** Bytes of context that it sees. */
  readonly context: number;
  /** Resolves when every row was put, or after `signal` aborted. */
  predict(request: PredictionRequest): Promise<void>;
  /** Takes text that has become known. Absent where a model does not learn. */
  learn?(texts: readonly StreamText[]): Promise<void>;
  /** Keeps what it has learned. */
  save?(): Promise<void>;
  close(): Promise<void>;
  /** Resolves with the reason when it ends by itself. */
  readonly ended?: Promise<Error>;
}
