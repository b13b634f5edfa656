import { access, constants } from "node:fs/promises";
import * as ort from "onnxruntime-node";
import { ModelError } from "../errors.ts";
import { type GraphPlan, type IntegerType, type PastInput, planOf } from "./graph.ts";

/** Distributions at some steps of a row. */
export type Steps = (step: number) => Float32Array;

/** Memory that the output of one run may take, bytes: rows are run in parts. */
const OUTPUT_BYTES = 64 * 2 ** 20;
/** Where a file does not say how wide its output is. */
const ASSUMED_WIDTH = 2 ** 16;
/** Waiting threads sleep: spinning ones slow a busy machine down severalfold. */
const EXTRA = { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } };

/** A graph that is asked row by row for what comes after the steps of each row. Blocks its thread while it runs. */
export class GraphRunner {
  readonly plan: GraphPlan;
  readonly #file: string;
  readonly #session: ort.InferenceSession;

  private constructor(file: string, session: ort.InferenceSession, plan: GraphPlan) {
    this.#file = file;
    this.#session = session;
    this.plan = plan;
  }

  /** @throws {ModelError} in one sentence */
  static async open(file: string, threads: number): Promise<GraphRunner> {
    await readable(file);
    let session: ort.InferenceSession;
    try {
      session = await ort.InferenceSession.create(file, {
        executionProviders: ["cpu"],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        enableMemPattern: false,
        logSeverityLevel: 4,
        extra: EXTRA,
      });
    } catch (error) {
      const reason = (error as Error).message.split("\n")[0]!;
      throw new ModelError(
        "MODEL_FILE_UNREADABLE",
        `${file} is no ONNX model that can be run, or was cut short: ${reason}`,
        error,
      );
    }
    return new GraphRunner(file, session, planOf(file, session.inputMetadata, session.outputMetadata));
  }

  /** Rows of `steps` that one run takes. */
  rowsAtOnce(steps: number): number {
    const { output, width = ASSUMED_WIDTH } = this.plan;
    const bytes = 4 * width * (output.everyStep ? steps : 1);
    return Math.max(1, Math.min(64, Math.floor(OUTPUT_BYTES / bytes)));
  }

  /** What the graph says about each row: probabilities after step `step`, computed when they are asked for. */
  async run(rows: readonly ArrayLike<number>[]): Promise<Steps[]> {
    const { plan } = this;
    const steps = plan.input.steps ?? Math.max(...rows.map((row) => row.length));
    const results = await this.#session.run(this.#feeds(rows, steps));
    const output = results[plan.output.name]!;
    const width = output.dims.at(-1)!;
    const wanted = plan.output.everyStep ? rows.length * steps : rows.length;
    if (output.size !== wanted * width) {
      throw new ModelError("MODEL_UNFIT", `${this.#file} answers [${output.dims}] to [${rows.length}, ${steps}].`);
    }
    const values = floats(output);
    return rows.map((_, row) => (step) => {
      const at = plan.output.everyStep ? row * steps + step : row;
      return distribution(values.subarray(at * width, (at + 1) * width));
    });
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  #feeds(rows: readonly ArrayLike<number>[], steps: number): Record<string, ort.Tensor> {
    const { input, end, mask, positions, past, useCache } = this.plan;
    const shape = [rows.length, steps];
    const filled = (value: (row: ArrayLike<number>, step: number) => number) =>
      rows.flatMap((row) => Array.from({ length: steps }, (_, step) => value(row, step)));
    const feeds: Record<string, ort.Tensor> = {};
    feeds[input.name] = integers(
      input.type,
      filled((row, step) => row[step] ?? 0),
      shape,
    );
    if (end !== undefined) {
      const ends = rows.map((row) => row.length - (end.counts ? 0 : 1));
      feeds[end.name] = integers(end.type, ends, [rows.length]);
    }
    if (mask !== undefined)
      feeds[mask.name] = integers(
        mask.type,
        filled((row, step) => (step < row.length ? 1 : 0)),
        shape,
      );
    if (positions !== undefined)
      feeds[positions.name] = integers(
        positions.type,
        filled((_, step) => step),
        shape,
      );
    for (const each of past) feeds[each.name] = emptyPast(each, rows.length);
    if (useCache !== undefined) feeds[useCache] = new ort.Tensor("bool", Uint8Array.of(0), [1]);
    return feeds;
  }
}

function integers(type: IntegerType | "bool", values: readonly number[], shape: readonly number[]): ort.Tensor {
  if (type === "int64") return new ort.Tensor(type, BigInt64Array.from(values, BigInt), shape);
  if (type === "int32") return new ort.Tensor(type, Int32Array.from(values), shape);
  return new ort.Tensor(type, Uint8Array.from(values), shape);
}

/** No token has been seen: [rows, heads, 0, size], with the names that exporters give to these dimensions. */
function emptyPast({ type, shape }: PastInput, rows: number): ort.Tensor {
  const sizes = shape.map((size, i) => {
    if (typeof size === "number" && size > 0) return size;
    return i === 0 || /batch/.test(String(size)) ? rows : 0;
  });
  const count = sizes.reduce((product, size) => product * size, 1);
  const data = type === "float32" ? new Float32Array(count) : new Uint16Array(count);
  return new ort.Tensor(type, data, sizes);
}

function floats(output: ort.Tensor): Float32Array {
  if (output.data instanceof Float32Array) return output.data;
  if (output.data instanceof Uint16Array) return Float32Array.from(output.data, halfToFloat);
  return Float32Array.from(output.data as unknown as ArrayLike<number>);
}

/** IEEE 754 half precision. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Probabilities as they are, and logits through the softmax. */
function distribution(values: Float32Array): Float32Array {
  let sum = 0;
  let most = Number.NEGATIVE_INFINITY;
  let negative = false;
  for (const value of values) {
    sum += value;
    if (value > most) most = value;
    if (value < 0) negative = true;
  }
  if (!negative && Math.abs(sum - 1) < 1e-3) return values;
  const powers = new Float32Array(values.length);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const power = Math.exp(values[i]! - most);
    powers[i] = power;
    total += power;
  }
  for (let i = 0; i < powers.length; i++) powers[i]! /= total;
  return powers;
}

async function readable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
    throw new ModelError("MODEL_FILE_UNREADABLE", `The model ${file} ${reason}.`, error);
  }
}
