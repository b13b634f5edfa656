import { LearningError } from "../errors.ts";
import { adamW } from "../optim/adamw.ts";
import type { Optimizer } from "../optim/optimizer.ts";
import { byteGpt, REFERENCE_GPT } from "./byte-gpt.ts";
import { byteGru } from "./byte-gru.ts";
import type { ByteArchitecture } from "./byte-model.ts";

/** An architecture with the settings that train it well. */
export interface Recipe {
  readonly model: ByteArchitecture;
  readonly optimizer: Optimizer;
  /** Windows per training step. */
  readonly rows: number;
  readonly learningRate: number;
  /** Steps over which the learning rate rises to its value. */
  readonly warmup: number;
  /** Step after which the rate falls as the square root of time, down to a tenth: a learner that never stops keeps some. */
  readonly settle: number;
  /** Limit on the norm of a step's gradient. */
  readonly clip: number;
}

const common = { optimizer: adamW(), clip: 1, warmup: 20, settle: 1500 };

const RECIPES = {
  /** The reference transformer, 478,720 parameters. */
  gpt: () => ({ ...common, model: byteGpt(REFERENCE_GPT), rows: 16, learningRate: 2e-3 }),
  /** A transformer for a share of one core. */
  "gpt-small": () => ({
    ...common,
    model: byteGpt({ width: 64, layers: 2, heads: 4, context: 32 }),
    rows: 16,
    learningRate: 4e-3,
  }),
  /** A recurrent network for a share of one core. */
  gru: () => ({
    ...common,
    model: byteGru({ embedding: 32, width: 128, context: 32 }),
    rows: 8,
    learningRate: 4e-3,
  }),
} satisfies Record<string, () => Recipe>;

export type ModelName = keyof typeof RECIPES;

export const MODEL_NAMES = Object.keys(RECIPES) as ModelName[];

export function recipe(name: string): Recipe {
  if (!Object.hasOwn(RECIPES, name)) {
    throw new LearningError("MODEL_UNKNOWN", `there is no model "${name}"; choose one of ${MODEL_NAMES.join(", ")}`);
  }
  return RECIPES[name as ModelName]();
}

/** The learning rate of `step`, counted from 1. */
export function learningRateAt({ learningRate, warmup, settle }: Recipe, step: number): number {
  const rise = Math.min(1, step / warmup);
  const fall = Math.max(0.1, Math.min(1, Math.sqrt(settle / step)));
  return learningRate * rise * fall;
}
