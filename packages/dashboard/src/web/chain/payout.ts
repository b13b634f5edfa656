import { alphaOf, combine, type EpochState } from "@myelin/verify";
import type { EpochInput, EpochOutput } from "@myelin/yuma";
import { activeNeurons, activeStake, currentPermits } from "@myelin/yuma/activity";
import { clipToConsensus, weightedMedianOfColumns } from "@myelin/yuma/consensus";
import { epoch } from "@myelin/yuma/epoch";
import { fromU16Proportion } from "@myelin/yuma/quantize";
import { fromStored, normalizeColumns, type SparseMatrix } from "@myelin/yuma/sparse";
import { normalizedStake } from "@myelin/yuma/stake";
import { countedWeights } from "@myelin/yuma/weights";
import { toNumber, toNumbers } from "./fixed.ts";

/** Rows by validator, columns by miner; absent is 0. Shares of 1. */
export type Shares = readonly ReadonlyMap<number, number>[];

/** One epoch of one mechanism, step by step. Vectors are indexed by uid, and shares of 1 unless told otherwise. */
export interface EpochTrace {
  readonly input: EpochInput;
  readonly output: EpochOutput;
  /** Share of the stake that votes: active validators with a permit. */
  readonly votingStake: readonly number[];
  readonly active: readonly boolean[];
  readonly permits: readonly boolean[];
  /** Weights that count, each row normalised. */
  readonly votes: Shares;
  /** Stake-weighted median of each column. */
  readonly consensus: readonly number[];
  readonly clipped: Shares;
  readonly incentive: readonly number[];
  readonly dividends: readonly number[];
  /** Bonds: shares of each miner's column with classic bonds, proportions with Yuma 3. */
  readonly bondsBefore: Shares;
  readonly bondsAfter: Shares;
}

/** Why the neurons of a subnet were paid what they were paid. */
export interface Payout {
  readonly state: EpochState;
  readonly mechanisms: readonly EpochTrace[];
  /** Alpha rao of each uid, recomputed. */
  readonly emission: readonly bigint[];
}

/** Computes an epoch again, with every step kept. */
export function recompute(state: EpochState): Payout {
  const mechanisms = state.inputs.map(traceEpoch);
  const parts = state.inputs.map(({ emission }) => emission);
  const emission = state.hotkeys.map((_, uid) =>
    combine(
      mechanisms.map(({ output }) => output.combinedEmission[uid] ?? 0n),
      parts,
      alphaOf(state.pending),
      64,
    ),
  );
  return { state, mechanisms, emission };
}

/** The steps are those of the epoch itself, called one by one; the result comes from the epoch. */
export function traceEpoch(input: EpochInput): EpochTrace {
  const { n } = input;
  const output = epoch(input);
  const active = activeNeurons(input);
  const permits = currentPermits(input);
  const votingStake = activeStake(normalizedStake(input), active, permits);
  const votes = countedWeights(input, permits);
  const consensus = weightedMedianOfColumns(votingStake, votes, n, fromU16Proportion(input.kappa));
  return {
    input,
    output,
    active,
    permits,
    votingStake: toNumbers(votingStake),
    votes: shares(votes),
    consensus: toNumbers(consensus),
    clipped: shares(clipToConsensus(votes, consensus)),
    incentive: toNumbers(output.incentiveBits),
    dividends: toNumbers(output.dividendsBits),
    bondsBefore: bondShares(input.bonds, input),
    bondsAfter: bondShares(output.bonds, input),
  };
}

function bondShares(stored: EpochInput["bonds"], { n, yuma3 }: EpochInput): Shares {
  const matrix = fromStored(stored, n);
  if (!yuma3) return shares(normalizeColumns(matrix, n));
  return matrix.map((row) => new Map(row.map(({ column, value }) => [column, toNumber(value) / 65_535])));
}

function shares(matrix: SparseMatrix): Shares {
  return matrix.map((row) => new Map(row.map(({ column, value }) => [column, toNumber(value)])));
}
