import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import type { Backend, PredictionRequest } from "../backend.ts";
import { ModelError } from "../errors.ts";
import type { OnnxOptions } from "./core.ts";
import type { FromThread, ToThread } from "./protocol.ts";

interface Waiting {
  readonly put: PredictionRequest["put"];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A model in an ONNX file, run in a thread of its own. */
export class OnnxBackend implements Backend {
  readonly name: string;
  readonly parameters = undefined;
  readonly ended: Promise<Error>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #opened: Promise<{ context: number }>;
  #context = 0;
  #nextId = 1;

  private constructor(options: OnnxOptions) {
    this.name = basename(options.file);
    this.#worker = new Worker(new URL("./worker-start.mjs", import.meta.url), { workerData: options });
    this.ended = new Promise((resolve) => {
      this.#worker.on("error", (error) =>
        resolve(new ModelError("MODEL_UNFIT", `${this.name} failed: ${error.message}`)),
      );
      this.#worker.on("exit", () => resolve(new ModelError("MODEL_UNFIT", `The thread of ${this.name} ended.`)));
    });
    this.#opened = new Promise((resolve, reject) => {
      this.#worker.on("message", (message: FromThread) => {
        if ("opened" in message) resolve(message.opened);
        else if (message.id !== undefined) this.#settle(message.id, message);
        else if ("failure" in message) reject(new ModelError(message.failure.code, message.failure.message));
      });
      void this.ended.then((error) => {
        reject(error);
        for (const waiting of this.#waiting.values()) waiting.reject(error);
        this.#waiting.clear();
      });
    });
  }

  /** @throws {ModelError} in one sentence */
  static async open(options: OnnxOptions, signal?: AbortSignal): Promise<OnnxBackend> {
    const backend = new OnnxBackend(options);
    const giveUp = () => void backend.#worker.terminate();
    signal?.addEventListener("abort", giveUp);
    if (signal?.aborted) giveUp();
    const { context } = await backend.#opened.finally(() => signal?.removeEventListener("abort", giveUp));
    backend.#context = context;
    return backend;
  }

  get context(): number {
    return this.#context;
  }

  async predict({ contexts, put, signal }: PredictionRequest): Promise<void> {
    if (signal.aborted) return;
    const id = this.#nextId++;
    const cancel = (): void => this.#tell({ cancel: id });
    signal.addEventListener("abort", cancel, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.set(id, { put, resolve, reject });
        // copies: a part of a buffer would travel with all of it
        this.#tell({ id, contexts: contexts.map((context) => context.slice()) });
      });
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  async close(): Promise<void> {
    this.#tell({ close: true });
    await this.ended;
  }

  #settle(id: number, message: Extract<FromThread, { readonly id?: number }>): void {
    const waiting = this.#waiting.get(id);
    if ("row" in message) {
      waiting?.put(message.row, message.probabilities);
      return;
    }
    this.#waiting.delete(id);
    if ("done" in message) waiting?.resolve();
    else waiting?.reject(new ModelError(message.failure.code, message.failure.message));
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}
