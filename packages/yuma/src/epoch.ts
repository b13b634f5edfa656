import { activeNeurons, activeStake, currentPermits, nextPermits } from "./activity.ts";
import { bondsAndDividends, penalizedWeights } from "./bonds.ts";
import { checkInput } from "./check-input.ts";
import { clipToConsensus, weightedMedianOfColumns } from "./consensus.ts";
import { distributeEmission } from "./emission.ts";
import { fromU16Proportion, toU16Proportion } from "./quantize.ts";
import { rowSums, type SparseMatrix, weightedColumnSums } from "./sparse.ts";
import { normalizedStake } from "./stake.ts";
import type { EpochInput, EpochOutput } from "./types.ts";
import { normalize } from "./vector.ts";
import { countedWeights } from "./weights.ts";

/**
 * One epoch of Yuma Consensus for one mechanism of a subnet, bit-exact with subtensor spec 425
 * (`pallets/subtensor/src/epoch/run_epoch.rs`, `epoch_mechanism`). Pure: reads only its input, changes nothing.
 *
 * @throws {EpochInputError} for vectors whose length is not `n`.
 *
 * @example
 * const { incentive, combinedEmission } = epoch(input);
 */
export function epoch(input: EpochInput): EpochOutput {
  checkInput(input);
  const { n } = input;

  const active = activeNeurons(input);
  const stake = normalizedStake(input);
  const permits = currentPermits(input);
  const newValidatorPermits = nextPermits(input, stake);
  const votingStake = activeStake(stake, active, permits);

  const weights = countedWeights(input, permits);
  const consensus = weightedMedianOfColumns(votingStake, weights, n, fromU16Proportion(input.kappa));
  const clipped = clipToConsensus(weights, consensus);
  const validatorTrust = rowSums(clipped);
  const incentive = normalize(weightedColumnSums(clipped, votingStake, n));

  const { bonds, dividends } = bondsAndDividends(input, {
    weights: penalizedWeights(weights, clipped, fromU16Proportion(input.bondsPenalty), n),
    consensus,
    activeStake: votingStake,
    incentive,
  });
  const emission = distributeEmission(input.emission, { incentive, dividends }, { stake, activeStake: votingStake });

  return {
    serverEmission: emission.server,
    validatorEmission: emission.validator,
    combinedEmission: emission.combined,
    stakeWeight: stake.map(toU16Proportion),
    consensus: consensus.map(toU16Proportion),
    incentive: incentive.map(toU16Proportion),
    dividends: dividends.map(toU16Proportion),
    validatorTrust: validatorTrust.map(toU16Proportion),
    newValidatorPermits,
    active,
    bonds: rowsToStore(bonds, newValidatorPermits),
    consensusBits: consensus,
    incentiveBits: incentive,
    dividendsBits: dividends,
  };
}

/** Every uid gets a row, filled only with a permit for the next epoch. */
function rowsToStore(bonds: SparseMatrix, permits: readonly boolean[]): [uid: number, value: number][][] {
  return bonds.map((row, uid) =>
    permits[uid] ? row.map(({ column, value }): [number, number] => [column, toU16Proportion(value)]) : [],
  );
}
