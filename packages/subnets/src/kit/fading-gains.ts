/** Sums over cases with fading weights, of what a miner gained over a reference. */
export interface FadingGains {
  weight: number;
  /** Of the squares of the weights. */
  weightSquared: number;
  gain: number;
  gainSquared: number;
}

/** How a miner has done lately, in the unit of its gains. */
export interface Standing {
  /** Mean gain of a case. */
  readonly gain: number;
  /** The gain that it has at least, with the confidence asked for. */
  readonly bound: number;
}

export function noGains(): FadingGains {
  return { weight: 0, weightSquared: 0, gain: 0, gainSquared: 0 };
}

/** Counts one round of independent cases; what was before counts for `memory` of what it did, 0 to 1. */
export function addGains(sums: FadingGains, gains: ArrayLike<number>, memory: number): void {
  sums.weight *= memory;
  sums.weightSquared *= memory * memory;
  sums.gain *= memory;
  sums.gainSquared *= memory;
  for (let i = 0; i < gains.length; i++) {
    const gain = gains[i]!;
    sums.gain += gain;
    sums.gainSquared += gain * gain;
  }
  sums.weight += gains.length;
  sums.weightSquared += gains.length;
}

/** @param confidence standard errors below the mean at which the bound is */
export function standingOf(
  { weight, weightSquared, gain: sum, gainSquared }: FadingGains,
  confidence: number,
): Standing {
  const gain = sum / weight;
  const variance = Math.max(0, gainSquared / weight - gain * gain);
  const cases = (weight * weight) / weightSquared;
  return { gain, bound: gain - confidence * Math.sqrt(variance / cases) };
}
