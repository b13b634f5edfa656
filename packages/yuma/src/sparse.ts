import { I32F32 } from "@myelin/primitives/fixed";
import type { StoredRow } from "./types.ts";
import { larger, sum, type Vector } from "./vector.ts";

/**
 * Sparse matrices of I32F32 raw bits, row by row, with the operations of subtensor
 * `pallets/subtensor/src/epoch/math.rs`. Entries keep the order they were stored in; every function returns new rows.
 */
export interface Entry {
  readonly column: number;
  readonly value: bigint;
}
export type SparseRow = readonly Entry[];
export type SparseMatrix = readonly SparseRow[];

/** Stored u16 values as whole numbers. Columns of uids that do not exist (any more) are left out. */
export function fromStored(rows: readonly StoredRow[], n: number): SparseMatrix {
  return rows.map((row) => {
    const entries: Entry[] = [];
    for (const [column, value] of row) if (column < n) entries.push({ column, value: I32F32.fromNum(BigInt(value)) });
    return entries;
  });
}

export function filterEntries(matrix: SparseMatrix, keep: (row: number, column: number) => boolean): SparseMatrix {
  return matrix.map((entries, row) => entries.filter(({ column }) => keep(row, column)));
}

/** A new value for each entry in its place. */
export function mapValues(
  matrix: SparseMatrix,
  next: (value: bigint, row: number, column: number) => bigint,
): SparseMatrix {
  return matrix.map((entries, row) =>
    entries.map(({ column, value }) => ({ column, value: next(value, row, column) })),
  );
}

/** Divides each row by its sum where that is positive (`inplace_row_normalize_sparse`). */
export function normalizeRows(matrix: SparseMatrix): SparseMatrix {
  const sums = rowSums(matrix);
  return mapValues(matrix, (value, row) => (sums[row]! > 0n ? I32F32.safeDiv(value, sums[row]!) : value));
}

/** Divides each column by its sum where that is not 0 (`inplace_col_normalize_sparse`). */
export function normalizeColumns(matrix: SparseMatrix, n: number): SparseMatrix {
  return divideColumns(
    matrix,
    foldColumns(matrix, n, (total, value) => I32F32.saturatingAdd(total, value)),
  );
}

/** Divides each column by its largest value where that is not 0 (`inplace_col_max_upscale_sparse`). */
export function scaleColumnsToMax(matrix: SparseMatrix, n: number): SparseMatrix {
  return divideColumns(matrix, foldColumns(matrix, n, larger));
}

/** Folds the values of each column, from 0, in row order. */
function foldColumns(matrix: SparseMatrix, n: number, fold: (accumulator: bigint, value: bigint) => bigint): bigint[] {
  const folded = new Array<bigint>(n).fill(0n);
  for (const entries of matrix) {
    for (const { column, value } of entries) folded[column] = fold(folded[column]!, value);
  }
  return folded;
}

function divideColumns(matrix: SparseMatrix, divisors: Vector): SparseMatrix {
  return mapValues(matrix, (value, _, column) => {
    const divisor = divisors[column]!;
    return divisor === 0n ? value : I32F32.safeDiv(value, divisor);
  });
}

export function rowSums(matrix: SparseMatrix): bigint[] {
  return matrix.map((entries) => sum(entries.map(({ value }) => value)));
}

/** Each row times its scalar (`row_hadamard_sparse`). */
export function scaleRows(matrix: SparseMatrix, scalars: Vector): SparseMatrix {
  return mapValues(matrix, (value, row) => I32F32.saturatingMul(value, scalars[row]!));
}

/** Column sums of rows times their scalars, floored before they are added (`matmul_sparse`). */
export function weightedColumnSums(matrix: SparseMatrix, scalars: Vector, n: number): bigint[] {
  return foldColumns(scaleRows(matrix, scalars), n, (total, value) => I32F32.saturatingAdd(total, value));
}

/** Each row times a vector over the columns, products floored before they are added (`matmul_transpose_sparse`). */
export function multiplyVector(matrix: SparseMatrix, vector: Vector): bigint[] {
  return matrix.map((entries) => {
    let total = 0n;
    for (const { column, value } of entries) {
      total = I32F32.saturatingAdd(total, I32F32.saturatingMul(value, vector[column]!));
    }
    return total;
  });
}

/** A row as a vector of length n, absent entries 0; of equal columns the last one stays. */
export function toDense(entries: SparseRow, n: number): bigint[] {
  const dense = new Array<bigint>(n).fill(0n);
  for (const { column, value } of entries) dense[column] = value;
  return dense;
}

/** The positive values of a vector in ascending column order. */
export function positiveEntries(dense: Vector): SparseRow {
  const entries: Entry[] = [];
  for (let column = 0; column < dense.length; column++) {
    if (dense[column]! > 0n) entries.push({ column, value: dense[column]! });
  }
  return entries;
}
