/** How long a signed extrinsic may wait to be included. */
export type Era = "immortal" | { period: number; birth: number };

/**
 * The two bytes of a mortal era, or one zero byte.
 *
 * Source: paritytech/polkadot-sdk `substrate/primitives/runtime/src/generic/era.rs`: a power of two from 4 to 65,536
 * blocks, and the phase at which the era begins, quantised for periods above 4,096.
 */
export function encodeEra(era: Era): Uint8Array {
  if (era === "immortal") return Uint8Array.of(0);
  const period = eraPeriod(era.period);
  const quantum = Math.max(1, period >> 12);
  const phase = Math.floor((era.birth % period) / quantum) * quantum;
  const low = Math.min(15, Math.max(1, Math.log2(period) - 1));
  const encoded = low | ((phase / quantum) << 4);
  return Uint8Array.of(encoded & 0xff, encoded >> 8);
}

/** The block at which the era begins, whose hash the signature covers. */
export function eraBirth({ period, birth }: { period: number; birth: number }): number {
  const length = eraPeriod(period);
  const quantum = Math.max(1, length >> 12);
  const phase = Math.floor((birth % length) / quantum) * quantum;
  return Math.floor((Math.max(birth, phase) - phase) / length) * length + phase;
}

function eraPeriod(wanted: number): number {
  let period = 4;
  while (period < wanted && period < 65_536) period *= 2;
  return period;
}
