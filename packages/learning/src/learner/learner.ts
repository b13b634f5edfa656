import { Worker } from "node:worker_threads";
import type { EngineKind } from "../engine/engine.ts";
import { LearningError } from "../errors.ts";
import { type GenerateOptions, generateBytes } from "../generate.ts";
import type { ModelName } from "../models/recipes.ts";
import type { CoreOptions, CoreStats } from "./core.ts";
import type { Methods, Opened, Reply, Request, Restored, TextEntry, WorkerOptions } from "./protocol.ts";

export interface LearnerOptions {
  /** `gpt` is the reference model, `gpt-small` and `gru` suit a share of one core. */
  readonly model: ModelName;
  /** First parameters, batches and replay follow from it. Default 0. */
  readonly seed?: string | number;
  /** Share of one core that training may take, in (0, 1]. Default 0.3. */
  readonly cpuShare?: number;
  /** Where checkpoints are kept; the newest whole one there is continued. */
  readonly dir?: string;
  /** Seconds between checkpoints while training goes on, if there is a `dir`; 0 leaves saving to the caller. Default 60. */
  readonly saveEvery?: number;
  /** Told when such a checkpoint could not be written; training goes on. */
  readonly onSaveError?: (error: LearningError) => void;
  /** Default "native". */
  readonly engine?: EngineKind;
  /** Threads of the native engine. Default 1. */
  readonly threads?: number;
  /** False for a model that only answers. Default true. */
  readonly training?: boolean;
  readonly learningRate?: number;
  /** Windows per training step. */
  readonly rows?: number;
  /** Times that a received byte is trained on, on average; then training rests until more text comes. */
  readonly maxPasses?: number;
  readonly replay?: CoreOptions["replay"];
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A byte model that answers and learns at once, in a thread of its own. Answers come first: at most one short training step is ahead
 * of a request.
 *
 * @example
 * const learner = await Learner.create({ model: "gpt-small", seed: 1, cpuShare: 0.3, dir: "miner/model" });
 * await learner.learn(new TextEncoder().encode("Call me Ishmael."));
 * const probabilities = await learner.predict([new TextEncoder().encode("Call m")]);
 * for await (const byte of learner.generate(new TextEncoder().encode("Call "), 40)) process.stdout.write(Uint8Array.of(byte));
 * await learner.save();
 * await learner.close();
 */
export class Learner {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #opened: Opened | null = null;
  #timer: NodeJS.Timeout | undefined;
  #savedStep = -1;
  #closing: Promise<void> | null = null;
  #failure: LearningError | null = null;

  private constructor(options: WorkerOptions) {
    this.#worker = new Worker(new URL("./worker-start.mjs", import.meta.url), { workerData: options });
    this.#worker.on("message", (reply: Reply) => this.#settle(reply));
    this.#worker.on("error", (error) =>
      this.#fail(new LearningError("WORKER_FAILED", error.message, { cause: error })),
    );
    this.#exited = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#fail(new LearningError("WORKER_FAILED", `the learner's thread ended with code ${code}`));
        resolve();
      });
    });
  }

  /** Starts a learner; resolves when it can answer. */
  static async create(options: LearnerOptions): Promise<Learner> {
    const { dir, saveEvery = 60, onSaveError = () => {}, ...rest } = options;
    const learner = new Learner({ ...checked(rest), directory: dir });
    try {
      learner.#opened = await new Promise<Opened>((resolve, reject) => learner.#waiting.set(0, { resolve, reject }));
    } catch (error) {
      await learner.#worker.terminate();
      throw error;
    }
    learner.#savedStep = learner.restored?.step ?? 0;
    if (dir !== undefined && saveEvery > 0) {
      learner.#timer = setInterval(() => void learner.#saveIfChanged().catch(onSaveError), saveEvery * 1000).unref();
    }
    return learner;
  }

  /** Most bytes of context that the model sees; of longer ones it sees the end. */
  get context(): number {
    return this.#opened!.context;
  }

  /** Architecture and sizes, as checkpoints name them. */
  get modelId(): string {
    return this.#opened!.modelId;
  }

  get parameterCount(): number {
    return this.#opened!.parameterCount;
  }

  /** The checkpoint this learner continued, if any. */
  get restored(): Restored | null {
    return this.#opened!.restored;
  }

  /** Probabilities [n, 256] of the byte after each context. An empty context counts as a line break. */
  async predict(contexts: readonly Uint8Array[]): Promise<Float32Array> {
    const width = this.context;
    const packed = new Uint8Array(contexts.length * width);
    const lengths = new Int32Array(contexts.length);
    for (const [row, context] of contexts.entries()) {
      const seen = context.length === 0 ? LINE_BREAK : context.subarray(Math.max(0, context.length - width));
      packed.set(seen, row * width);
      lengths[row] = seen.length;
    }
    return this.#call("predict", packed, lengths);
  }

  /** Adds training text that continues `stream`. Text of different streams is never joined. */
  async learn(bytes: Uint8Array, stream = "main"): Promise<void> {
    await this.#call("learn", [{ stream, bytes }]);
  }

  /** Adds training text to several streams at once. */
  async learnAll(entries: readonly TextEntry[]): Promise<void> {
    await this.#call("learn", entries);
  }

  /** Bits per byte of `text`, at least two bytes, under the model as it is. */
  async evaluate(text: Uint8Array): Promise<number> {
    if (text.length < 2) throw new LearningError("OPTION_INVALID", "give at least two bytes of text to evaluate");
    return this.#call("evaluate", text);
  }

  /** Continues `prompt` by `count` bytes, one at a time. */
  async *generate(prompt: Uint8Array, count: number, options: GenerateOptions = {}): AsyncGenerator<number, void> {
    yield* generateBytes(this, prompt, count, options);
  }

  /** Writes everything needed to continue to `path` (safetensors), whole or not at all. */
  async checkpoint(path: string): Promise<string> {
    return this.#call("checkpoint", path);
  }

  /**
   * Writes the model as it is now to `path`, an ONNX file that any runtime with onnxruntime's operators can run: `input` uint8
   * [n, context], `last` int64 [n], the index of each context's last byte, to `probabilities` float32 [n, 256].
   */
  async exportOnnx(path: string): Promise<string> {
    return this.#call("exportOnnx", path);
  }

  /** Continues the checkpoint at `path`; a damaged one or one of another model is refused and changes nothing. */
  async restore(path: string): Promise<CoreStats> {
    return this.#call("restore", path);
  }

  /** Writes a checkpoint to the learner's directory, which keeps the last three; returns its path. */
  async save(): Promise<string> {
    const path = await this.#call("save");
    this.#savedStep = Number(/(\d+)\.safetensors$/.exec(path)?.[1]);
    return path;
  }

  async stats(): Promise<CoreStats> {
    return this.#call("stats");
  }

  /** Pauses or resumes training; answers go on. */
  async setTraining(on: boolean): Promise<void> {
    await this.#call("setTraining", on);
  }

  /** Answers what was asked, then ends. Does not save. */
  async close(): Promise<void> {
    this.#closing ??= this.#end();
    await this.#closing;
  }

  async #end(): Promise<void> {
    clearInterval(this.#timer);
    this.#worker.postMessage({ id: 0, method: "close", args: [] } satisfies Request);
    await this.#exited;
  }

  async #saveIfChanged(): Promise<void> {
    if ((await this.stats()).step !== this.#savedStep) await this.save();
  }

  #call<M extends keyof Methods>(method: M, ...args: Parameters<Methods[M]>): ReturnType<Methods[M]> {
    const answer = new Promise((resolve, reject) => {
      if (this.#closing !== null)
        throw new LearningError("LEARNER_CLOSED", "this learner is closed: create another one");
      if (this.#failure !== null) throw this.#failure;
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, args } satisfies Request);
    });
    return answer as ReturnType<Methods[M]>;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("result" in reply) waiting?.resolve(reply.result as never);
    else waiting?.reject(new LearningError(reply.failure.code, reply.failure.message));
  }

  #fail(error: LearningError): void {
    this.#failure ??= error;
    clearInterval(this.#timer);
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

const LINE_BREAK = Uint8Array.of(10);

function checked(options: Omit<LearnerOptions, "dir" | "saveEvery" | "onSaveError">): WorkerOptions {
  const { seed = 0, cpuShare = 0.3, training = true, ...rest } = options;
  if (!(cpuShare > 0 && cpuShare <= 1)) {
    throw new LearningError("OPTION_INVALID", `cpuShare is ${cpuShare}: give a share of one core above 0 and up to 1`);
  }
  for (const [name, value] of Object.entries({ threads: rest.threads, rows: rest.rows, maxPasses: rest.maxPasses })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      throw new LearningError("OPTION_INVALID", `${name} is ${value}: give a whole number above 0`);
    }
  }
  return { ...rest, seed, cpuShare, training };
}
