import type { EpochInput, StoredRow } from "@myelin/yuma";
import { AlterationError } from "./errors.ts";

/** One weight as it is not: what would the epoch have decided? */
export interface AlteredWeight {
  readonly validator: number;
  readonly miner: number;
  /** 0 to 65535, as stored. */
  readonly value: number;
  /** 0 unless told otherwise. */
  readonly mechanism?: number;
}

/** The inputs with that one weight altered, and what it was; undefined where the validator had set none. */
export interface Altered {
  readonly inputs: readonly EpochInput[];
  readonly was: number | undefined;
}

/** @throws {AlterationError} for a neuron or mechanism that the epoch did not have, or a weight as it is */
export function withAlteredWeight(inputs: readonly EpochInput[], altered: AlteredWeight): Altered {
  const { validator, miner, value, mechanism = 0 } = altered;
  const input = inputs[mechanism];
  if (input === undefined) throw new AlterationError(`The subnet has no mechanism ${mechanism}.`);
  for (const uid of [validator, miner]) {
    if (uid >= input.n) throw new AlterationError(`The epoch had no neuron ${uid}; uids go from 0 to ${input.n - 1}.`);
  }
  const row = input.weights[validator]!;
  const was = row.find(([target]) => target === miner)?.[1];
  if (was === value) {
    throw new AlterationError(`The weight of ${validator} for ${miner} is ${value} already; give another value.`);
  }
  const weights = input.weights.with(validator, withEntry(row, miner, value));
  return { inputs: inputs.with(mechanism, { ...input, weights }), was };
}

function withEntry(row: StoredRow, miner: number, value: number): StoredRow {
  if (!row.some(([target]) => target === miner)) return [...row, [miner, value]];
  return row.map(([target, weight]) => [target, target === miner ? value : weight] as const);
}
