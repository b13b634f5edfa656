import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { asModelError } from "../errors.ts";
import { OnnxCore, type OnnxOptions } from "./core.ts";
import type { FromThread, ToThread } from "./protocol.ts";

/** The thread of one graph: runs block it, and nothing else. */
const port = parentPort as MessagePort;
const cancelled = new Set<number>();
let last: Promise<void> = Promise.resolve();

try {
  serve(await OnnxCore.open(workerData as OnnxOptions));
} catch (error) {
  tellFailure(error);
  port.close();
}

function serve(core: OnnxCore): void {
  port.on("message", (message: ToThread) => {
    if ("close" in message) last = last.then(() => core.close()).then(() => port.close());
    else if ("cancel" in message) cancelled.add(message.cancel);
    else last = last.then(() => answer(core, message.id, message.contexts));
  });
  tell({ opened: { context: core.context } });
}

async function answer(core: OnnxCore, id: number, contexts: readonly Uint8Array[]): Promise<void> {
  /** Lets messages in between two parts. */
  const goOn = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return !cancelled.has(id);
  };
  try {
    if (await goOn()) await core.predict(contexts, (row, probabilities) => tell({ id, row, probabilities }), goOn);
    tell({ id, done: true });
  } catch (error) {
    tellFailure(error, id);
  }
  cancelled.delete(id);
}

function tellFailure(error: unknown, id?: number): void {
  const { code, message } = asModelError(error, "MODEL_UNFIT");
  tell({ id, failure: { code, message } });
}

function tell(message: FromThread): void {
  port.postMessage(message);
}
