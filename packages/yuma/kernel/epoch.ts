/**
 * One epoch of Yuma Consensus, equal to the bit to the readable reference in `src/epoch.ts`, which explains the rules;
 * here is how to do the same fast. Use: `prepare`, fill what `input.ts` describes, `run`, read what `output.ts`
 * describes. All addresses are those of linear memory.
 */
import { activeNeurons, activeStake, currentPermits, nextPermits } from "./activity";
import { bondsAndDividends, storeBonds, storedEntries, storedStarts } from "./bonds";
import { clipAndPenalize, rank, trust } from "./clip";
import { combinedEmission, distributeEmission, serverEmission, validatorEmission } from "./emission";
import { fromU16 } from "./fixed";
import * as input from "./input";
import { weightedMedians } from "./median";
import { addBonds, addResult, beginResults, results } from "./output";
import { reserveDense } from "./rows";
import { normalizedStake } from "./stake";
import { normalize, quantize } from "./vector";
import { countWeights } from "./weights";

export { prepare } from "./input";

/** @returns the address of what `output.ts` describes */
export function run(): usize {
  input.readNumbers();
  const n = input.n;
  reserveDense();
  const active = activeNeurons();
  const stake = normalizedStake();
  const permits = currentPermits();
  const newPermits = nextPermits(stake);
  const votingStake = activeStake(stake, active, permits);

  countWeights(permits);
  const consensus = weightedMedians(votingStake, fromU16(input.kappa));
  clipAndPenalize(consensus, votingStake);
  const incentive = rank;
  normalize(incentive, n);

  const dividends = bondsAndDividends(consensus, votingStake, incentive);
  distributeEmission(incentive, dividends, stake, votingStake);

  beginResults();
  storeBonds(newPermits);
  addResult(consensus, 8);
  addResult(incentive, 8);
  addResult(dividends, 8);
  addResult(serverEmission, 8);
  addResult(validatorEmission, 8);
  addResult(combinedEmission, 8);
  addBonds(storedStarts, storedEntries);
  addResult(quantize(stake, n), 2);
  addResult(quantize(consensus, n), 2);
  addResult(quantize(incentive, n), 2);
  addResult(quantize(dividends, n), 2);
  addResult(quantize(trust, n), 2);
  addResult(newPermits, 1);
  addResult(active, 1);
  return results;
}
