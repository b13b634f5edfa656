import { checkInput } from "./check-input.ts";
import type { EpochInput, EpochOutput, StoredRow } from "./types.ts";

/**
 * Rows of `Weights` or `Bonds` one after the other, as pairs of uid and value in stored order. The pairs have the memory
 * layout of a SCALE-encoded `Vec<(u16, u16)>` without its length, so bytes of storage can be copied in.
 */
export interface PackedRows {
  /** Index of each row's first pair, and at last the number of all pairs: n + 1 elements. */
  readonly starts: Uint32Array;
  /** uid, value, uid, value, … */
  readonly pairs: Uint16Array;
}

type VectorsOfInput =
  | "alphaStake"
  | "taoStake"
  | "validatorPermits"
  | "lastUpdate"
  | "blockAtRegistration"
  | "commitBlocks"
  | "weights"
  | "bonds";

/** {@link EpochInput} with typed arrays, for the kernel: the same fields, units and lengths. */
export interface PackedEpochInput extends Omit<EpochInput, VectorsOfInput> {
  readonly alphaStake: BigUint64Array;
  readonly taoStake: BigUint64Array;
  /** 0 or 1. */
  readonly validatorPermits: Uint8Array;
  readonly lastUpdate: BigUint64Array;
  readonly blockAtRegistration: BigUint64Array;
  readonly commitBlocks: BigUint64Array | null;
  readonly weights: PackedRows;
  readonly bonds: PackedRows;
}

/** {@link EpochOutput} with typed arrays: the same fields and units. */
export interface PackedEpochOutput {
  readonly serverEmission: BigUint64Array;
  readonly validatorEmission: BigUint64Array;
  readonly combinedEmission: BigUint64Array;
  readonly stakeWeight: Uint16Array;
  readonly consensus: Uint16Array;
  readonly incentive: Uint16Array;
  readonly dividends: Uint16Array;
  readonly validatorTrust: Uint16Array;
  /** 0 or 1. */
  readonly newValidatorPermits: Uint8Array;
  /** 0 or 1. */
  readonly active: Uint8Array;
  readonly bonds: PackedRows;
  readonly consensusBits: BigInt64Array;
  readonly incentiveBits: BigInt64Array;
  readonly dividendsBits: BigInt64Array;
}

/** @throws {EpochInputError} as `epoch` does. */
export function packEpochInput(input: EpochInput): PackedEpochInput {
  checkInput(input);
  return {
    ...input,
    alphaStake: BigUint64Array.from(input.alphaStake),
    taoStake: BigUint64Array.from(input.taoStake),
    validatorPermits: Uint8Array.from(input.validatorPermits, Number),
    lastUpdate: BigUint64Array.from(input.lastUpdate),
    blockAtRegistration: BigUint64Array.from(input.blockAtRegistration),
    commitBlocks: input.commitBlocks && BigUint64Array.from(input.commitBlocks),
    weights: packRows(input.weights),
    bonds: packRows(input.bonds),
  };
}

export function unpackEpochOutput(output: PackedEpochOutput): EpochOutput {
  return {
    serverEmission: [...output.serverEmission],
    validatorEmission: [...output.validatorEmission],
    combinedEmission: [...output.combinedEmission],
    stakeWeight: [...output.stakeWeight],
    consensus: [...output.consensus],
    incentive: [...output.incentive],
    dividends: [...output.dividends],
    validatorTrust: [...output.validatorTrust],
    newValidatorPermits: Array.from(output.newValidatorPermits, Boolean),
    active: Array.from(output.active, Boolean),
    bonds: unpackRows(output.bonds),
    consensusBits: [...output.consensusBits],
    incentiveBits: [...output.incentiveBits],
    dividendsBits: [...output.dividendsBits],
  };
}

export function packRows(rows: readonly StoredRow[]): PackedRows {
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, uid) => {
    starts[uid + 1] = starts[uid]! + row.length;
  });
  const pairs = new Uint16Array(2 * starts[rows.length]!);
  let at = 0;
  for (const row of rows) {
    for (const [column, value] of row) {
      pairs[at++] = column;
      pairs[at++] = value;
    }
  }
  return { starts, pairs };
}

export function unpackRows({ starts, pairs }: PackedRows): [uid: number, value: number][][] {
  return Array.from({ length: starts.length - 1 }, (_, uid) => {
    const row: [number, number][] = [];
    for (let i = starts[uid]!; i < starts[uid + 1]!; i++) row.push([pairs[2 * i]!, pairs[2 * i + 1]!]);
    return row;
  });
}
