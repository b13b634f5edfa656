/** A model that learns byte by byte: the yardsticks against which neural models are paid. */
export interface ByteModel {
  /** Bytes of context it looks at. */
  readonly context: number;
  /** 256 probabilities of the byte after `context`, of which only the end matters; valid until the next call. */
  predict(context: Uint8Array): Float32Array;
  /** Learns that `byte` came after `context`. */
  update(context: Uint8Array, byte: number): void;
}
