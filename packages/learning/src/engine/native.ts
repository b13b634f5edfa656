import * as ort from "onnxruntime-node";
import type { Session, SessionOptions, Value } from "./engine.ts";
import { fromOrt, toOrt } from "./values.ts";

/** Spinning threads that wait for each other slow a busy machine down severalfold, so waiting threads sleep. */
const EXTRA = { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } };

export async function open(bytes: Uint8Array, options: SessionOptions): Promise<Session> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    intraOpNumThreads: options.threads ?? 1,
    interOpNumThreads: 1,
    enableMemPattern: false, // a planned block beside the arena would take a third more memory and save no time
    logSeverityLevel: 3,
    extra: EXTRA,
  });
  const others = (into: Readonly<Record<string, Value>>) =>
    Object.fromEntries(session.outputNames.map((name) => [name, into[name] ? toOrt(ort.Tensor, into[name]) : null]));
  return {
    run: async (inputs, into = {}) => fromOrt(await session.run(feeds(inputs), others(into))),
    close: () => session.release(),
  };
}

function feeds(inputs: Readonly<Record<string, Value>>): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, toOrt(ort.Tensor, value)]));
}
