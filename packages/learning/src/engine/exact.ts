import * as ort from "onnxruntime-web";
import type { Session, SessionOptions, Value } from "./engine.ts";
import { fromOrt, toOrt } from "./values.ts";

export async function open(bytes: Uint8Array, _options: SessionOptions): Promise<Session> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"], logSeverityLevel: 3 });
  return {
    run: async (inputs) => fromOrt(await session.run(feeds(inputs))),
    close: () => session.release(),
  };
}

function feeds(inputs: Readonly<Record<string, Value>>): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, toOrt(ort.Tensor, value)]));
}
