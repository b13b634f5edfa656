/** How far from 1 the sum of a distribution may be: float32 and programs that round. */
const TOLERANCE = 0.01;

/** What is wrong with 256 probabilities; undefined where nothing is. */
export function faultOf(probabilities: Float32Array): string | undefined {
  if (probabilities.length !== 256) return `${probabilities.length} probabilities instead of 256`;
  let sum = 0;
  for (const p of probabilities) {
    if (!Number.isFinite(p)) return Number.isNaN(p) ? "NaN" : "an infinite probability";
    if (p < 0) return "a negative probability";
    sum += p;
  }
  return Math.abs(sum - 1) > TOLERANCE ? `probabilities that sum to ${sum.toFixed(3)}` : undefined;
}
