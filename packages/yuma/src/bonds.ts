import { I32F32, I64F64 } from "@myelin/primitives/fixed";
import { alphaOf, liquidAlpha, readAscending } from "./liquid-alpha.ts";
import {
  type Entry,
  filterEntries,
  fromStored,
  mapValues,
  multiplyVector,
  normalizeColumns,
  positiveEntries,
  type SparseMatrix,
  scaleColumnsToMax,
  scaleRows,
  toDense,
} from "./sparse.ts";
import type { EpochInput } from "./types.ts";
import { clamp, normalize, type Vector } from "./vector.ts";

const U16_MAX = I32F32.fromNum(65535n);
const BONDS_MOVING_AVERAGE_PARTS = I64F64.fromNum(1_000_000n);

/** What the earlier steps hand to the bonds. */
export interface BondsContext {
  /** Weights after the bonds penalty. */
  readonly weights: SparseMatrix;
  readonly consensus: Vector;
  readonly activeStake: Vector;
  readonly incentive: Vector;
}

export interface BondsAndDividends {
  /** Bonds to store, as proportions of 1. */
  readonly bonds: SparseMatrix;
  /** Shares of 1. */
  readonly dividends: bigint[];
}

export function bondsAndDividends(input: EpochInput, context: BondsContext): BondsAndDividends {
  return input.yuma3 ? yuma3Bonds(input, context) : classicBonds(input, context);
}

/**
 * The weights that bonds follow: between the counted weights (penalty 0) and the clipped ones (penalty 1,
 * `interpolate_sparse`).
 *
 * @param penalty I32F32 within [0, 1]
 */
export function penalizedWeights(
  weights: SparseMatrix,
  clipped: SparseMatrix,
  penalty: bigint,
  n: number,
): SparseMatrix {
  if (penalty === 0n) return weights;
  if (penalty === I32F32.ONE) return clipped;
  return weights.map((row, uid) => {
    const to = toDense(clipped[uid]!, n);
    const between = toDense(row, n).map((from, column) =>
      I32F32.saturatingAdd(from, I32F32.saturatingMul(penalty, I32F32.saturatingSub(to[column]!, from))),
    );
    return positiveEntries(between);
  });
}

/**
 * Bonds are shares in a neuron: columns sum to 1, move with stake times weight, and pay in proportion to incentive.
 * They are stored with each column scaled to its maximum, to use the full range of u16.
 */
function classicBonds(input: EpochInput, context: BondsContext): BondsAndDividends {
  const { n } = input;
  const held = normalizeColumns(storedBonds(input), n);
  const bought = normalizeColumns(scaleRows(context.weights, context.activeStake), n);
  const bonds = normalizeColumns(movingAverage(bought, held, fixedAlpha(input), n), n);
  const dividends = normalize(multiplyVector(bonds, context.incentive));
  return { bonds: scaleColumnsToMax(bonds, n), dividends };
}

/** Bonds are independent proportions that follow the weights; dividends are scaled by stake afterwards. */
function yuma3Bonds(input: EpochInput, context: BondsContext): BondsAndDividends {
  const { n } = input;
  const held = mapValues(storedBonds(input), (value) => I32F32.safeDiv(value, U16_MAX));
  const liquid = input.liquidAlpha && context.consensus.some((value) => value !== 0n);
  const bonds = liquid
    ? liquidMovingAverage(input, context, held)
    : movingAverage(context.weights, held, fixedAlpha(input), n);
  const perStake = multiplyVector(normalizeColumns(bonds, n), context.incentive);
  const dividends = perStake.map((value, uid) => I32F32.checkedMul(value, context.activeStake[uid]!) ?? 0n);
  return { bonds, dividends: normalize(dividends) };
}

/** Stored bonds as whole numbers, without those whose target registered since the previous epoch. */
function storedBonds(input: EpochInput): SparseMatrix {
  const isCurrent = (_: number, column: number) => input.lastTempoBlock > input.blockAtRegistration[column]!;
  return filterEntries(fromStored(input.bonds, input.n), isCurrent);
}

/** The weight of new bonds in the moving average. */
function fixedAlpha(input: EpochInput): bigint {
  const old = I64F64.safeDiv(I64F64.fromNum(input.bondsMovingAverage), BONDS_MOVING_AVERAGE_PARTS);
  return I32F32.saturatingSub(I32F32.ONE, I32F32.from(old, I64F64));
}

/** alpha * next + (1 - alpha) * previous, positive values in ascending column order (`mat_ema_sparse`). */
function movingAverage(next: SparseMatrix, previous: SparseMatrix, alpha: bigint, n: number): SparseMatrix {
  const keep = I32F32.saturatingSub(I32F32.ONE, alpha);
  return next.map((row, uid) => {
    const average = new Array<bigint>(n).fill(0n);
    const accumulate = (entries: readonly Entry[], factor: bigint) => {
      for (const { column, value } of entries) {
        average[column] = I32F32.saturatingAdd(average[column]!, I32F32.saturatingMul(factor, value));
      }
    };
    accumulate(row, alpha);
    accumulate(previous[uid]!, keep);
    return positiveEntries(average);
  });
}

/**
 * A moving average with a rate of its own for each bond (`mat_ema_alpha_sparse`). Only bonds towards neurons that still
 * get a weight survive, in the order of the weights; the others vanish at once.
 */
function liquidMovingAverage(input: EpochInput, context: BondsContext, held: SparseMatrix): SparseMatrix {
  const { n } = input;
  const parameters = liquidAlpha(input);
  return context.weights.map((row, uid) => {
    const weightSeen = readAscending(row, n);
    const bondSeen = readAscending(held[uid]!, n);
    const previous = toDense(held[uid]!, n);
    const average: Entry[] = [];
    for (const { column, value } of row) {
      const alpha = alphaOf(parameters, context.consensus[column]!, weightSeen[column]!, bondSeen[column]!);
      const kept = I32F32.saturatingMul(I32F32.saturatingSub(I32F32.ONE, alpha), previous[column]!);
      const added = I32F32.saturatingMul(alpha, value);
      const bond = I32F32.saturatingAdd(kept, added > 0n ? added : 0n);
      if (bond > 0n) average.push({ column, value: clamp(bond, 0n, I32F32.ONE) });
    }
    return average;
  });
}
