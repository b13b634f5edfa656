import type { StoredRow } from "@myelin/yuma";
import type { EpochFigures, NeuronFigures, StoredEpoch } from "./stored.ts";

/** What is compared, in the order in which an epoch decides it. */
export const FIELDS = [
  "consensus",
  "incentive",
  "validatorTrust",
  "dividends",
  "bonds",
  "permits",
  "stakeWeight",
  "active",
  "emission",
] as const;
export type Field = (typeof FIELDS)[number];

/** A figure in which the chain and the recomputation do not agree. */
export interface Difference {
  readonly field: Field;
  /** Of `incentive` and `bonds`, which each mechanism has for itself. */
  readonly mechanism: number | undefined;
  readonly uid: number;
  /** Of `bonds`: to whom. */
  readonly target: number | undefined;
  /** Undefined where there is none. Alpha rao for `emission`, parts of 65535 for shares. */
  readonly chain: Figure | undefined;
  readonly recomputed: Figure | undefined;
}
export type Figure = number | bigint | boolean;

export interface FieldResult {
  readonly field: Field;
  readonly compared: number;
  readonly different: number;
}

export interface Comparison {
  readonly fields: readonly FieldResult[];
  /** The first figure that differs, in the order of {@link FIELDS}, then mechanisms, then uids. */
  readonly first: Difference | undefined;
  /** Neurons that lost their place later in the epoch's block, so that nothing of theirs is left to compare. */
  readonly gone: readonly number[];
}

/** Compares every figure of every neuron that the epoch knew and that is still there. */
export function compare(stored: StoredEpoch, recomputed: EpochFigures): Comparison {
  let first: Difference | undefined;
  const fields = FIELDS.map((field): FieldResult => {
    let compared = 0;
    let different = 0;
    for (const figure of figuresOf(field, stored, recomputed)) {
      compared++;
      if (figure.chain === figure.recomputed) continue;
      different++;
      first ??= figure;
    }
    return { field, compared, different };
  });
  return { fields, first, gone: [...stored.places.keys()].filter((uid) => stored.places[uid] === undefined) };
}

function* figuresOf(field: Field, stored: StoredEpoch, recomputed: EpochFigures): Generator<Difference> {
  if (field !== "incentive" && field !== "bonds") {
    yield* vector(field, undefined, stored, stored[field], recomputed[field]);
    return;
  }
  for (const [mechanism, { incentive, bonds }] of recomputed.mechanisms.entries()) {
    const chain = stored.mechanisms[mechanism];
    if (chain === undefined) continue;
    if (field === "incentive") yield* vector(field, mechanism, stored, chain.incentive, incentive);
    else yield* rows(mechanism, stored, chain.bonds, bonds);
  }
}

function* vector(
  field: "incentive" | keyof NeuronFigures,
  mechanism: number | undefined,
  { places }: StoredEpoch,
  chain: readonly Figure[],
  recomputed: readonly Figure[],
): Generator<Difference> {
  for (const [uid, place] of places.entries()) {
    if (place === undefined) continue;
    yield { field, mechanism, uid, target: undefined, chain: chain[place], recomputed: recomputed[uid] };
  }
}

/** Every bond that either side has. */
function* rows(
  mechanism: number,
  stored: StoredEpoch,
  chain: readonly StoredRow[],
  recomputed: readonly StoredRow[],
): Generator<Difference> {
  const { places } = stored;
  const placeOf = (target: number) => (stored.isTrimmed ? places[target] : target);
  const forgotten = stored.mayForgetBonds ? missingTargets(chain, recomputed) : new Set<number>();
  for (const [uid, place] of places.entries()) {
    if (place === undefined) continue;
    const left = new Map(chain[place]);
    for (const [target, value] of recomputed[uid]!) {
      const there = placeOf(target);
      if (there === undefined || forgotten.has(target)) continue;
      yield { field: "bonds", mechanism, uid, target, chain: left.get(there), recomputed: value };
      left.delete(there);
    }
    for (const [target, value] of left) {
      yield { field: "bonds", mechanism, uid, target, chain: value, recomputed: undefined };
    }
  }
}

/** Targets to which the epoch gave bonds and the chain has not one. */
function missingTargets(chain: readonly StoredRow[], recomputed: readonly StoredRow[]): Set<number> {
  const targets = (bonds: readonly StoredRow[]) => new Set(bonds.flatMap((row) => row.map(([target]) => target)));
  const there = targets(chain);
  return new Set([...targets(recomputed)].filter((target) => !there.has(target)));
}

const NAMES: Readonly<Record<Field, string>> = {
  consensus: "consensus",
  incentive: "incentive",
  validatorTrust: "validator trust",
  dividends: "dividends",
  bonds: "bond",
  permits: "validator permit",
  stakeWeight: "stake weight",
  active: "activity",
  emission: "emission",
};

/** The difference in words, as `incentive of uid 5: chain 32768, recomputed 32767 (parts of 65535)`. */
export function describeDifference(difference: Difference, mechanisms: number): string {
  const { field, mechanism, uid, target } = difference;
  const where = mechanism !== undefined && mechanisms > 1 ? ` in mechanism ${mechanism}` : "";
  const who = target === undefined ? `of uid ${uid}` : `of uid ${uid} to uid ${target}`;
  const [chain, recomputed] = [figureText(difference.chain), figureText(difference.recomputed)];
  return `${NAMES[field]} ${who}${where}: chain ${chain}, recomputed ${recomputed}${unitOf(field)}`;
}

function figureText(figure: Figure | undefined): string {
  if (figure === undefined) return "none";
  return typeof figure === "boolean" ? (figure ? "yes" : "no") : String(figure);
}

function unitOf(field: Field): string {
  if (field === "emission") return " (alpha rao)";
  return field === "permits" || field === "active" ? "" : " (parts of 65535)";
}
