import { Random } from "./random.ts";

/** Distributions over the next byte: 256 probabilities that sum to 1. */

/** `probabilities` mixed with the uniform distribution so that none is below `floor`, which is at most 1/256. */
export function withFloor(probabilities: Float32Array, floor: number): Float32Array {
  const share = floor * 256;
  return probabilities.map((p) => p * (1 - share) + floor);
}

/** Bits that `byte` costs under `probabilities`. */
export function bitsOf(probabilities: Float32Array, byte: number): number {
  return -Math.log2(Math.max(probabilities[byte]!, Number.MIN_VALUE));
}

export interface SamplerOptions {
  /** 0 takes the likeliest byte, 1 draws as the model believes, more is wilder. Default 1. */
  readonly temperature?: number;
  readonly seed?: string | number;
}

/** Draws bytes from distributions, the same ones for the same seed. */
export function byteSampler({ temperature = 1, seed = 0 }: SamplerOptions = {}): (p: Float32Array) => number {
  const random = Random.fromSeed(`${seed}/sampler`);
  if (temperature === 0) return (probabilities) => probabilities.indexOf(Math.max(...probabilities));
  return (probabilities) => {
    const powers = Array.from(probabilities, (p) => p ** (1 / temperature));
    let left = random.float() * powers.reduce((sum, p) => sum + p, 0);
    const found = powers.findIndex((p) => {
      left -= p;
      return left < 0;
    });
    return found === -1 ? probabilities.indexOf(Math.max(...probabilities)) : found;
  };
}
