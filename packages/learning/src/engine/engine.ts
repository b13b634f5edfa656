import type { Shape } from "../onnx/model.ts";

/**
 * `native` runs onnxruntime's CPU kernels, fastest, with results that may differ in the last bits between kinds of processor;
 * `exact` runs the same graphs on WebAssembly, some three times slower, with the same bits on every machine.
 */
export type EngineKind = "native" | "exact";

export type TensorData = Float32Array | Uint8Array | BigInt64Array;

export interface Value {
  readonly data: TensorData;
  readonly shape: Shape;
}

export interface Session {
  /**
   * Runs the graph. With `into`, outputs named there are written to the given memory, which must not be that of an input; an engine
   * may return other memory instead, so use what is returned.
   */
  run(inputs: Readonly<Record<string, Value>>, into?: Readonly<Record<string, Value>>): Promise<Record<string, Value>>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Threads of the native engine, default 1; the exact one uses one. */
  readonly threads?: number;
}

/** A session for the model `bytes`. Running it blocks the thread: use it in a worker where others wait. */
export async function openSession(kind: EngineKind, bytes: Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const engine = kind === "native" ? await import("./native.ts") : await import("./exact.ts");
  return engine.open(bytes, options);
}
