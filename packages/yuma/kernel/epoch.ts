/**
 * One epoch of Yuma Consensus, equal to the bit to the readable reference in `src/epoch.ts`, which explains the rules;
 * here is how to do the same fast. Use: `prepare`, set the globals and fill the arrays of `input.ts`, `run`, read the
 * arrays named below. All addresses are those of linear memory.
 */
import { activeNeurons, activeStake, currentPermits, nextPermits } from "./activity";
import { bondsAndDividends, storeBonds } from "./bonds";
import { clipAndRank, penalize, rank, trust } from "./clip";
import { distributeEmission } from "./emission";
import { fromU16 } from "./fixed";
import * as input from "./input";
import { weightedMedians } from "./median";
import { reserveDense } from "./rows";
import { normalizedStake } from "./stake";
import { normalize, quantize } from "./vector";
import { countWeights } from "./weights";

export { storedEntries, storedStarts } from "./bonds";
export { combinedEmission, serverEmission, validatorEmission } from "./emission";
export * from "./input";

/** I32F32, one for each neuron. */
export let consensusBits: usize = 0;
export let incentiveBits: usize = 0;
export let dividendsBits: usize = 0;
/** Parts of 65535 (u16), one for each neuron. */
export let stakeWeight: usize = 0;
export let consensus: usize = 0;
export let incentive: usize = 0;
export let dividends: usize = 0;
export let validatorTrust: usize = 0;
/** One byte for each neuron. */
export let newValidatorPermits: usize = 0;
export let active: usize = 0;

export function run(): void {
  const n = input.n;
  reserveDense();
  active = activeNeurons();
  const stake = normalizedStake();
  const permits = currentPermits();
  newValidatorPermits = nextPermits(stake);
  const votingStake = activeStake(stake, active, permits);

  countWeights(permits);
  consensusBits = weightedMedians(votingStake, fromU16(input.kappa));
  clipAndRank(consensusBits, votingStake);
  validatorTrust = quantize(trust, n);
  incentiveBits = rank;
  normalize(incentiveBits, n);

  penalize(consensusBits);
  dividendsBits = bondsAndDividends(consensusBits, votingStake, incentiveBits);
  storeBonds(newValidatorPermits);
  distributeEmission(incentiveBits, dividendsBits, stake, votingStake);

  stakeWeight = quantize(stake, n);
  consensus = quantize(consensusBits, n);
  incentive = quantize(incentiveBits, n);
  dividends = quantize(dividendsBits, n);
}
