/** Quantiles of a forecast. */
export const QUANTILES = 20;

/** Their probabilities: 0.025, 0.075, … 0.975. */
export const LEVELS = Array.from({ length: QUANTILES }, (_, i) => (i + 0.5) / QUANTILES);

/**
 * The continuous ranked probability score of a forecast given by its quantiles at {@link LEVELS}, in the unit of the variable; 0 is
 * perfect. It is the mean of twice the quantile loss, which is the score of the ensemble that has the quantiles as members, and it is
 * least in expectation for who gives the quantiles it believes in: a proper score (Gneiting and Raftery, "Strictly proper scoring
 * rules, prediction, and estimation", Journal of the American Statistical Association 102, 2007, sections 4.2 and 6).
 *
 * @example crps(Array(20).fill(12), 15) // 3: a forecast of one number costs its absolute error
 */
export function crps(quantiles: readonly number[], actual: number): number {
  let sum = 0;
  for (let i = 0; i < QUANTILES; i++) {
    const miss = actual - quantiles[i]!;
    sum += 2 * miss * (LEVELS[i]! - (miss < 0 ? 1 : 0));
  }
  return sum / QUANTILES;
}

/** The quantiles at {@link LEVELS} of a sample, which is sorted in place. */
export function quantilesOf(sample: number[]): number[] {
  sample.sort((a, b) => a - b);
  return LEVELS.map((level) => {
    const at = Math.min(sample.length - 1, Math.max(0, level * sample.length - 0.5));
    const below = Math.floor(at);
    const above = Math.min(sample.length - 1, below + 1);
    return sample[below]! + (at - below) * (sample[above]! - sample[below]!);
  });
}
