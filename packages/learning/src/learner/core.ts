import type { NamedTensor, TensorFile } from "../checkpoint/safetensors.ts";
import { type Batch, coveringBatches } from "../data/batch.ts";
import { ReplayBuffer, type ReplayOptions } from "../data/replay.ts";
import { type EngineKind, openSession, type Session, type Value } from "../engine/engine.ts";
import { LearningError } from "../errors.ts";
import { VOCABULARY } from "../models/byte-model.ts";
import { lossGraph, predictGraph, trainGraph } from "../models/graphs.ts";
import { learningRateAt, type Recipe } from "../models/recipes.ts";

export interface CoreOptions {
  readonly recipe: Recipe;
  readonly seed: string | number;
  readonly engine?: EngineKind;
  readonly threads?: number;
  /** Times that a received byte is trained on, on average; then training rests until more text comes. */
  readonly maxPasses?: number;
  readonly replay?: Omit<ReplayOptions, "context" | "seed">;
}

export interface CoreStats {
  readonly step: number;
  /** Bytes received for training, in all. */
  readonly received: number;
  /** Predictions trained on, in all. */
  readonly trained: number;
  /** Training loss, bits per byte, averaged over some fifty steps; NaN before the first. */
  readonly loss: number;
  /** Norm of the last gradient, before clipping. */
  readonly norm: number;
  /** Steps thrown away because their loss or gradient was not finite. */
  readonly skipped: number;
}

/** Contexts that one run of the predict graph takes, a bound on its memory. */
const PREDICT_ROWS = 64;
const LOSS_MEMORY = 0.98;
const DEFAULT_PASSES = 16;

/** Parameters and the optimiser's slots, by name. */
type State = Record<string, Value>;

/**
 * A model with its optimiser, its data and its sessions, on the calling thread. {@link Learner} runs one in a worker.
 *
 * A step reads one set of state vectors and writes the other, then the two change places: nothing is copied or allocated.
 */
export class LearnerCore {
  readonly recipe: Recipe;
  readonly replay: ReplayBuffer;
  readonly #options: CoreOptions;
  readonly #predictSession: Session;
  #trainSession: Session | null = null;
  #lossSession: Session | null = null;
  #state: State;
  #spare: State;
  #step = 0;
  #trained = 0;
  #loss = Number.NaN;
  #norm = Number.NaN;
  #skipped = 0;

  private constructor(options: CoreOptions, predictSession: Session) {
    const { model } = options.recipe;
    this.#options = options;
    this.recipe = options.recipe;
    this.#predictSession = predictSession;
    this.replay = new ReplayBuffer({ ...options.replay, context: model.context, seed: options.seed });
    this.#state = this.#freshState();
    this.#state["params"] = flat(model.layout.init(options.seed));
    this.#spare = this.#freshState();
  }

  static async open(options: CoreOptions): Promise<LearnerCore> {
    const bytes = predictGraph(options.recipe.model);
    return new LearnerCore(options, await openSession(options.engine ?? "native", bytes, options));
  }

  /** The flat parameter vector; {@link ParameterLayout.views} names its parts. */
  get params(): Float32Array {
    return this.#state["params"]!.data as Float32Array;
  }

  get stats(): CoreStats {
    return {
      step: this.#step,
      received: this.replay.received,
      trained: this.#trained,
      loss: this.#loss / Math.LN2,
      norm: this.#norm,
      skipped: this.#skipped,
    };
  }

  /**
   * Probabilities [n, 256] of the byte after each context. `contexts` holds n rows of the model's context length, filled from the
   * left; `lengths` says how many bytes of each row count, at least 1.
   */
  async predict(contexts: Uint8Array, lengths: Int32Array): Promise<Float32Array> {
    const { context } = this.recipe.model;
    const result = new Float32Array(lengths.length * VOCABULARY);
    for (let start = 0; start < lengths.length; start += PREDICT_ROWS) {
      const part = lengths.subarray(start, start + PREDICT_ROWS);
      const { probabilities } = await this.#predictSession.run({
        params: this.#state["params"]!,
        input: {
          data: contexts.subarray(start * context, (start + part.length) * context),
          shape: [part.length, context],
        },
        last: { data: BigInt64Array.from(part, (length) => BigInt(length - 1)), shape: [part.length] },
      });
      result.set(probabilities!.data as Float32Array, start * VOCABULARY);
    }
    return result;
  }

  /** Bits per byte of `text` (at least two bytes) under the parameters as they are. */
  async evaluate(text: Uint8Array): Promise<number> {
    const { model, rows } = this.recipe;
    this.#lossSession ??= await this.#open(lossGraph(model, { rows, context: model.context }));
    let nats = 0;
    let count = 0;
    for (const batch of coveringBatches(text, rows, model.context)) {
      const { loss } = await this.#lossSession.run({ params: this.#state["params"]!, ...batchValues(batch) });
      const counted = batch.weight.reduce((sum, weight) => sum + weight, 0);
      nats += (loss!.data[0] as number) * counted;
      count += counted;
    }
    return nats / count / Math.LN2;
  }

  /** One training step on text from the replay buffer; false when there is nothing, or nothing new enough, to learn. */
  async train(): Promise<boolean> {
    const passes = this.#options.maxPasses ?? DEFAULT_PASSES;
    if (!this.replay.ready || this.#trained >= passes * this.replay.received) return false;
    await this.trainOn(this.replay.sample(this.recipe.rows));
    return true;
  }

  /** One training step on `batch`, of the recipe's rows and the model's context. Returns its loss in nats per byte. */
  async trainOn(batch: Batch): Promise<number> {
    const { model, optimizer, rows, clip } = this.recipe;
    this.#trainSession ??= await this.#open(trainGraph(model, optimizer, { rows, context: model.context }, clip));
    const results = await this.#trainSession.run(
      { ...this.#state, ...this.#scalars(), ...batchValues(batch) },
      Object.fromEntries(Object.entries(this.#spare).map(([name, value]) => [`next.${name}`, value])),
    );
    const loss = results["loss"]!.data[0] as number;
    this.#norm = results["norm"]!.data[0] as number;
    if (!Number.isFinite(loss) || !Number.isFinite(this.#norm)) {
      this.#skipped++;
      return loss;
    }
    const next = Object.fromEntries(Object.keys(this.#state).map((name) => [name, results[`next.${name}`]!]));
    this.#spare = this.#state;
    this.#state = next;
    this.#step++;
    this.#trained += batch.weight.reduce((sum, weight) => sum + weight, 0);
    this.#loss = Number.isNaN(this.#loss) ? loss : LOSS_MEMORY * this.#loss + (1 - LOSS_MEMORY) * loss;
    return loss;
  }

  /** The model as it is now, as an ONNX file that stands alone; see {@link predictGraph} for its inputs. */
  exportOnnx(): Uint8Array {
    return predictGraph(this.recipe.model, this.params);
  }

  /** Everything needed to continue exactly: parameters, optimiser, text, counters. */
  snapshot(): TensorFile {
    const { model, optimizer } = this.recipe;
    const tensors = new Map<string, NamedTensor>();
    for (const [group, { data }] of Object.entries(this.#state)) {
      const views = model.layout.views(data as Float32Array);
      for (const { name, shape } of model.layout.parameters) {
        tensors.set(tensorName(group, name), { data: views.get(name)!, shape });
      }
    }
    const replay = this.replay.state();
    tensors.set("replay", { data: replay.bytes, shape: [replay.bytes.length] });
    const counters = { step: this.#step, trained: this.#trained, loss: this.#loss, skipped: this.#skipped };
    const metadata = {
      format: "myelin-learner/1",
      model: model.id,
      optimizer: optimizer.id,
      step: String(this.#step),
      counters: JSON.stringify(counters),
      replay: replay.index,
    };
    return { metadata, tensors };
  }

  /** Continues from what {@link LearnerCore.snapshot} returned; refuses another model's or optimiser's, changing nothing. */
  restore({ metadata, tensors }: TensorFile): void {
    const { model, optimizer } = this.recipe;
    for (const [what, ours] of [
      ["model", model.id],
      ["optimizer", optimizer.id],
    ] as const) {
      if (metadata[what] === ours) continue;
      const theirs = metadata[what] ?? "nothing this program knows";
      throw new LearningError("CHECKPOINT_MISMATCH", `this checkpoint is of the ${what} ${theirs}, not of ${ours}`);
    }
    const state = this.#freshState();
    for (const [group, { data }] of Object.entries(state)) {
      for (const [name, view] of model.layout.views(data as Float32Array)) {
        view.set(tensorOf(tensors, tensorName(group, name), view.length) as Float32Array);
      }
    }
    const counters = parseCounters(metadata["counters"]);
    this.replay.load({ bytes: tensorOf(tensors, "replay") as Uint8Array, index: metadata["replay"] ?? "" });
    this.#state = state;
    this.#step = counters.step;
    this.#trained = counters.trained;
    this.#loss = counters.loss ?? Number.NaN;
    this.#skipped = counters.skipped;
  }

  async close(): Promise<void> {
    await Promise.all([this.#predictSession, this.#trainSession, this.#lossSession].map((session) => session?.close()));
  }

  #open(bytes: Uint8Array): Promise<Session> {
    return openSession(this.#options.engine ?? "native", bytes, this.#options);
  }

  #scalars(): Record<string, Value> {
    const { optimizer } = this.recipe;
    const step = this.#step + 1;
    const values = optimizer.scalarsAt(step, learningRateAt(this.recipe, step));
    const named = optimizer.scalars.map((name, i) => [name, { data: Float32Array.of(values[i]!), shape: [] }]);
    return Object.fromEntries(named) as Record<string, Value>;
  }

  #freshState(): State {
    const { model, optimizer } = this.recipe;
    const names = ["params", ...optimizer.slots];
    return Object.fromEntries(names.map((name) => [name, flat(new Float32Array(model.layout.size))]));
  }
}

function flat(data: Float32Array): Value {
  return { data, shape: [data.length] };
}

function batchValues({ rows, context, input, target, weight }: Batch): Record<string, Value> {
  const shape = [rows, context];
  return { input: { data: input, shape }, target: { data: target, shape }, weight: { data: weight, shape } };
}

function tensorName(group: string, parameter: string): string {
  return group === "params" ? `model.${parameter}` : `optimizer.${group}.${parameter}`;
}

function tensorOf(tensors: TensorFile["tensors"], name: string, length?: number): NamedTensor["data"] {
  const tensor = tensors.get(name);
  if (tensor !== undefined && (length === undefined || tensor.data.length === length)) return tensor.data;
  throw new LearningError("CHECKPOINT_DAMAGED", `this checkpoint is damaged: ${name} is missing or of the wrong size`);
}

function parseCounters(text = ""): { step: number; trained: number; loss: number | null; skipped: number } {
  try {
    return JSON.parse(text) as ReturnType<typeof parseCounters>;
  } catch (cause) {
    throw new LearningError("CHECKPOINT_DAMAGED", "this checkpoint is damaged: its counters are not JSON", { cause });
  }
}
