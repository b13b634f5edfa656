import { join } from "node:path";
import { type GenerateOptions, generateBytes } from "@myelin/learning";
import type { Backend, StreamText } from "../backend.ts";
import { asModelError, ModelError } from "../errors.ts";
import { Backlog } from "./backlog.ts";
import { Blend } from "./blend.ts";
import { StandIn } from "./stand-in.ts";
import { faultOf } from "./validity.ts";

/** What happens to a model, for whoever shows it. */
export type ModelEvent =
  /** It answers, for the first time or again. */
  | { readonly event: "model-ready"; readonly name: string; readonly parameters: number | null }
  /** It does not, wholly or in part, and why; the simple model answers instead. Null seconds: it was not given up. */
  | { readonly event: "model-trouble"; readonly reason: string; readonly retrySeconds: number | null };

export interface StandingOptions {
  /** Opens the model, as often as needed, unless `signal` aborts. Rejects with a `ModelError`. */
  readonly open: (signal: AbortSignal) => Promise<Backend>;
  /** Where the simple model is kept. Without one it is forgotten. */
  readonly dir?: string;
  /** Bytes of context worth having. Default 256. */
  readonly context?: number;
  /** Milliseconds that an answer may take. Default 2,500: validators wait four seconds. */
  readonly answerMs?: number;
  /** Milliseconds before the second attempt to open it; they double up to a minute. Default 1,000. */
  readonly retryMs?: number;
  readonly report?: (event: ModelEvent) => void;
}

const FILE = "stand-in.json";
const MOST_RETRY_MS = 60_000;
/** The same trouble is told again after so long. */
const REMIND_MS = 300_000;
/** An answer that is so late will not come. */
const LOST_MS = 30_000;

/**
 * A model of somebody else's behind a miner that must not fail. Where the model gives no answer, in time, that is a distribution, one that
 * counts answers in its place; where it is gone it is opened again and again, with growing pauses. What both say is mixed by how
 * they do ({@link Blend}). Nothing here rejects.
 *
 * @example
 * const model = await StandingModel.create({ dir, open: (signal) => openBackend({ kind: "onnx", file: "model.onnx" }, { dir, signal }) });
 * const probabilities = await model.predict([new TextEncoder().encode("Call me Ishm")]);
 */
export class StandingModel {
  readonly context: number;
  readonly #options: StandingOptions;
  readonly #answerMs: number;
  readonly #standIn: StandIn;
  readonly #blend = new Blend();
  readonly #backlog = new Backlog();
  #backend: Backend | undefined;
  /** The last trouble that was told since the model was opened, and when. */
  #told = { reason: "", at: 0 };
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** When answers were asked for that are late and have not come. */
  #late = new Set<number>();
  readonly #closing = new AbortController();

  private constructor(options: StandingOptions, standIn: StandIn) {
    this.#options = options;
    this.context = options.context ?? 256;
    this.#answerMs = options.answerMs ?? 2_500;
    this.#standIn = standIn;
  }

  /** Answers at once; the model is opened meanwhile. */
  static async create(options: StandingOptions): Promise<StandingModel> {
    const path = options.dir === undefined ? undefined : join(options.dir, FILE);
    const standIn = await StandIn.load(path, (aside) => {
      const reason = `What the simple model had counted could not be read back; it is kept as ${aside}.`;
      options.report?.({ event: "model-trouble", reason, retrySeconds: null });
    });
    const model = new StandingModel(options, standIn);
    model.#open();
    return model;
  }

  /** Whether the model itself is there. */
  get ready(): boolean {
    return this.#backend !== undefined;
  }

  /** Bytes that were learned from. */
  get received(): number {
    return this.#standIn.received;
  }

  /** What is trusted to the model, from 0 to 1, beside the simple one. */
  get weight(): number {
    return this.#blend.weight;
  }

  /** Probabilities [n, 256] of the byte after each context. */
  async predict(contexts: readonly Uint8Array[]): Promise<Float32Array> {
    const rows = await this.#ask(contexts);
    const result = new Float32Array(256 * contexts.length);
    for (const [i, context] of contexts.entries()) {
      const simple = this.#standIn.predict(context);
      const row = rows[i];
      result.set(row === undefined ? simple : this.#blend.mix(context, row, simple.slice()), 256 * i);
    }
    return result;
  }

  async learnAll(texts: readonly StreamText[]): Promise<void> {
    for (const text of texts) this.#standIn.learn(text, (before, byte) => this.#blend.learn(before, byte));
    this.#backlog.add(texts);
    this.#teach();
  }

  /** Continues `prompt` by `count` bytes, one at a time. */
  async *generate(prompt: Uint8Array, count: number, options: GenerateOptions = {}): AsyncGenerator<number, void> {
    yield* generateBytes(this, prompt, count, options);
  }

  /** Writes the simple model, and has the other one keep what it learned. @throws the file system's errors */
  async save(): Promise<void> {
    if (this.#options.dir !== undefined) await this.#standIn.save(join(this.#options.dir, FILE));
    const backend = this.#backend;
    if (backend?.save === undefined) return;
    const saved = this.#backlog.taught;
    try {
      await backend.save();
      this.#backlog.forget(saved);
    } catch (error) {
      this.#fail(backend, error);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#retry);
    await this.#opening;
    await this.#backend?.close().catch(() => {});
    this.#backend = undefined;
  }

  /** The rows that the model gives in time and that are distributions. */
  async #ask(contexts: readonly Uint8Array[]): Promise<(Float32Array | undefined)[]> {
    const rows = contexts.map((): Float32Array | undefined => undefined);
    const backend = this.#backend;
    if (backend === undefined || contexts.length === 0 || this.#isBehind(backend)) return rows;
    const asked = performance.now();
    const late = new AbortController();
    let fault: string | undefined;
    let owed = true;
    const answer = backend
      .predict({
        contexts,
        prior: (context) => this.#standIn.predict(context),
        put: (row, probabilities) => {
          const found = faultOf(probabilities);
          fault ??= found;
          if (found === undefined && !late.signal.aborted) rows[row] = probabilities;
        },
        signal: late.signal,
      })
      .then(
        () => undefined,
        (error: unknown) => asModelError(error, "MODEL_ANSWER_INVALID"),
      )
      .finally(() => {
        owed = false;
        this.#late.delete(asked);
      });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), this.#answerMs);
    });
    const outcome = await Promise.race([answer, deadline]);
    clearTimeout(timer);
    late.abort();
    if (owed) this.#late.add(asked);
    this.#judge(backend, rows, outcome, fault);
    return rows;
  }

  /** Nothing is asked of a model that owes answers; one that never gives them is opened anew. */
  #isBehind(backend: Backend): boolean {
    const [oldest] = this.#late;
    if (oldest === undefined) return false;
    if (performance.now() - oldest > Math.max(LOST_MS, 2 * this.#answerMs)) {
      this.#fail(backend, new ModelError("MODEL_TOO_SLOW", `${backend.name} has stopped answering.`));
    }
    return true;
  }

  #judge(
    backend: Backend,
    rows: readonly (Float32Array | undefined)[],
    outcome: ModelError | "late" | undefined,
    fault: string | undefined,
  ): void {
    const given = rows.filter((row) => row !== undefined).length;
    const { name } = backend;
    if (outcome instanceof ModelError) {
      this.#fail(backend, outcome);
    } else if (outcome === "late") {
      const seconds = (this.#answerMs / 1000).toFixed(1);
      this.#tell(`${name} is too slow: in ${seconds} s it answers only a part of what is asked.`, null);
    } else if (given === rows.length) {
      this.#failures = 0;
    } else if (given > 0) {
      this.#tell(`${name} gives ${fault ?? "no distribution"} for some contexts.`, null);
    } else {
      this.#fail(backend, new ModelError("MODEL_ANSWER_INVALID", `${name} gives ${fault ?? "no distribution"}.`));
    }
  }

  #open(): void {
    this.#opening = this.#attempt();
  }

  async #attempt(): Promise<void> {
    let backend: Backend;
    try {
      backend = await this.#options.open(this.#closing.signal);
    } catch (error) {
      return this.#wait(asModelError(error, "MODEL_UNFIT"));
    }
    if (this.#closing.signal.aborted) return backend.close().catch(() => {});
    this.#backend = backend;
    this.#late = new Set();
    if (backend.learn === undefined) this.#backlog.close();
    else this.#backlog.restart();
    void backend.ended?.then((error) => this.#fail(backend, error));
    const { name, parameters = null } = backend;
    this.#told = { reason: "", at: 0 };
    this.#options.report?.({ event: "model-ready", name, parameters });
    this.#teach();
  }

  /** Gives the model up for now; what is said of one that was given up before is too late. */
  #fail(backend: Backend, error: unknown): void {
    if (this.#closing.signal.aborted || backend !== this.#backend) return;
    this.#backend = undefined;
    void backend.close().catch(() => {});
    this.#wait(asModelError(error, "MODEL_ANSWER_INVALID"));
  }

  #wait(error: ModelError): void {
    if (this.#closing.signal.aborted) return;
    const first = this.#options.retryMs ?? 1_000;
    const pause = Math.min(MOST_RETRY_MS, first * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    this.#tell(error.message, pause / 1000);
    this.#retry = setTimeout(() => this.#open(), pause);
  }

  #tell(reason: string, retrySeconds: number | null): void {
    const now = performance.now();
    if (this.#told.reason === reason && now - this.#told.at < REMIND_MS) return;
    this.#told = { reason, at: now };
    this.#options.report?.({ event: "model-trouble", reason, retrySeconds });
  }

  /** Hands on what the model has not heard, in order. */
  #teach(): void {
    const backend = this.#backend;
    if (backend?.learn === undefined) return;
    const learn = backend.learn.bind(backend);
    this.#backlog.teach(learn).catch((error: unknown) => this.#fail(backend, error));
  }
}
