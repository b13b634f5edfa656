import { I32F32 } from "@myelin/primitives/fixed";
import { fromU16Proportion } from "./quantize.ts";
import type { SparseRow } from "./sparse.ts";
import type { EpochInput } from "./types.ts";
import { clamp, type Vector } from "./vector.ts";

const HALF = I32F32.ONE >> 1n;
const EXP_LIMIT = I32F32.fromNum(20n);
const STEEPNESS_UNIT = I32F32.fromNum(-100n);

export interface LiquidAlpha {
  /** Bounds of the rate, I32F32. */
  readonly low: bigint;
  readonly high: bigint;
  /** Factor of the sigmoid's exponent: steepness / -100, I32F32. */
  readonly slope: bigint;
}

/** Parameters of a subnet from parts of 65535 (`AlphaValues`) and an i16 (`AlphaSigmoidSteepness`). */
export function liquidAlpha(input: Pick<EpochInput, "alphaLow" | "alphaHigh" | "alphaSigmoidSteepness">): LiquidAlpha {
  return {
    low: fromU16Proportion(input.alphaLow),
    high: fromU16Proportion(input.alphaHigh),
    slope: I32F32.saturatingDiv(I32F32.fromNum(BigInt(input.alphaSigmoidSteepness)), STEEPNESS_UNIT),
  };
}

/**
 * Rate of one bond's moving average, I32F32 (`alpha_sigmoid` in `epoch/run_epoch.rs`). It grows with the distance by
 * which a validator buys ahead of consensus (weight above it) or sells (weight below its bond).
 */
export function alphaOf(alpha: LiquidAlpha, consensus: bigint, weight: bigint, bond: bigint): bigint {
  const distance = weight >= bond ? I32F32.saturatingSub(weight, consensus) : I32F32.saturatingSub(bond, weight);
  const exponent = I32F32.saturatingMul(alpha.slope, I32F32.saturatingSub(clamp(distance, 0n, I32F32.ONE), HALF));
  const sigmoid = I32F32.saturatingDiv(I32F32.ONE, I32F32.saturatingAdd(I32F32.ONE, expSafe(exponent)));
  const range = I32F32.saturatingSub(alpha.high, alpha.low);
  return clamp(I32F32.saturatingAdd(alpha.low, I32F32.saturatingMul(sigmoid, range)), alpha.low, alpha.high);
}

/** e^x of an I32F32 clamped to [-20, 20]; never fails (`exp_safe` in `epoch/math.rs`). */
export function expSafe(x: bigint): bigint {
  return I32F32.exp(clamp(x, -EXP_LIMIT, EXP_LIMIT)) ?? (x <= 0n ? 0n : I32F32.MAX);
}

/**
 * A row read by a cursor that only moves forward: complete for ascending columns, while in an unsorted row a smaller
 * column after a larger one reads as 0 (`compute_liquid_alpha_values_sparse`). The quirk is part of the protocol.
 */
export function readAscending(row: SparseRow, n: number): Vector {
  const values = new Array<bigint>(n).fill(0n);
  let cursor = 0;
  for (let column = 0; column < n; column++) {
    while (cursor < row.length && row[cursor]!.column < column) cursor++;
    const entry = row[cursor];
    if (entry?.column === column) values[column] = entry.value;
  }
  return values;
}
