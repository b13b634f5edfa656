import type { InferenceSession } from "onnxruntime-node";
import { ModelError } from "../errors.ts";

type Metadata = InferenceSession.TensorValueMetadata;

/** An input of tensors that are empty at first: what a decoder has computed for earlier tokens. */
export interface PastInput {
  readonly name: string;
  readonly type: "float32" | "float16";
  readonly shape: readonly (number | string)[];
}

/** How to ask a graph for what comes next. */
export interface GraphPlan {
  /** Integers [rows, steps]: bytes or tokens. */
  readonly input: { readonly name: string; readonly type: IntegerType; readonly steps: number | undefined };
  /** Integers [rows]: the index of each row's last step, or how many steps count. */
  readonly end: { readonly name: string; readonly type: IntegerType; readonly counts: boolean } | undefined;
  readonly mask: { readonly name: string; readonly type: IntegerType | "bool" } | undefined;
  readonly positions: { readonly name: string; readonly type: IntegerType } | undefined;
  readonly past: readonly PastInput[];
  /** Merged decoders ask whether `past` holds anything. */
  readonly useCache: string | undefined;
  /** [rows, width] for the last step, or [rows, steps, width]. */
  readonly output: { readonly name: string; readonly type: string; readonly everyStep: boolean };
  /** Bytes or tokens that it chooses between; undefined where the file does not say. */
  readonly width: number | undefined;
}

export type IntegerType = (typeof INTEGERS)[number];

const INTEGERS = ["int64", "int32", "uint8"] as const;
const FLOATS = ["float32", "float16"];

/** Finds out how a graph is to be asked. @throws {ModelError} in one sentence that names what does not fit */
export function planOf(
  file: string,
  inputs: readonly InferenceSession.ValueMetadata[],
  outputs: readonly InferenceSession.ValueMetadata[],
): GraphPlan {
  const unfit = (reason: string): never => {
    throw new ModelError("MODEL_UNFIT", `${file} is no model that predicts text: ${reason}.`);
  };
  const tensors = inputs.filter((value): value is Metadata => value.isTensor);
  const take = (fits: (tensor: Metadata) => boolean): Metadata | undefined => {
    const at = tensors.findIndex(fits);
    return at < 0 ? undefined : tensors.splice(at, 1)[0];
  };
  const integers = (rank: number) => (tensor: Metadata) => isInteger(tensor.type) && tensor.shape.length === rank;
  const mask = take(({ name }) => /^attention_mask$/.test(name));
  const positions = take(({ name }) => /^position_ids$/.test(name));
  const past = takeAll(
    take,
    ({ name, type, shape }) => /^past/.test(name) && FLOATS.includes(type) && shape.length > 1,
  );
  const useCache = take(({ name, type }) => name === "use_cache_branch" && type === "bool");
  const input = take((tensor) => tensor.name === "input_ids" && integers(2)(tensor)) ?? take(integers(2));
  if (input === undefined) return unfit(`none of its inputs (${listed(inputs)}) holds integers [rows, steps]`);
  const end = take((tensor) => integers(1)(tensor) && /last|len|count/i.test(tensor.name));
  if (tensors.length > 0) return unfit(`nobody here knows what its input ${listed(tensors)} wants`);
  const output = outputOf(outputs);
  if (output === undefined) {
    return unfit(`none of its outputs (${listed(outputs)}) holds numbers [rows, width] or [rows, steps, width]`);
  }
  const width = output.shape.at(-1);
  return {
    input: { name: input.name, type: input.type as IntegerType, steps: fixed(input.shape[1]) },
    end: end && { name: end.name, type: end.type as IntegerType, counts: !/last/i.test(end.name) },
    mask: mask && { name: mask.name, type: mask.type as IntegerType | "bool" },
    positions: positions && { name: positions.name, type: positions.type as IntegerType },
    past: past.map(({ name, type, shape }) => ({ name, type: type as PastInput["type"], shape })),
    useCache: useCache?.name,
    output: { name: output.name, type: output.type, everyStep: output.shape.length === 3 },
    width: fixed(width),
  };
}

function takeAll(
  take: (fits: (tensor: Metadata) => boolean) => Metadata | undefined,
  fits: (tensor: Metadata) => boolean,
): Metadata[] {
  const found: Metadata[] = [];
  for (let next = take(fits); next !== undefined; next = take(fits)) found.push(next);
  return found;
}

function outputOf(outputs: readonly InferenceSession.ValueMetadata[]): Metadata | undefined {
  const fitting = outputs.filter(
    (value): value is Metadata =>
      value.isTensor && FLOATS.includes(value.type) && (value.shape.length === 2 || value.shape.length === 3),
  );
  return fitting.find(({ name }) => /logits|prob/i.test(name)) ?? fitting[0];
}

function isInteger(type: string): type is IntegerType {
  return INTEGERS.includes(type as IntegerType);
}

function fixed(size: number | string | undefined): number | undefined {
  return typeof size === "number" && size > 0 ? size : undefined;
}

function listed(values: readonly InferenceSession.ValueMetadata[]): string {
  const shown = values.slice(0, 4).map((value) => {
    if (!value.isTensor) return value.name;
    return `${value.name}: ${value.type} [${value.shape.map((size) => (size === "" ? "?" : size)).join(", ")}]`;
  });
  return `${shown.join("; ")}${values.length > 4 ? " …" : ""}`;
}
