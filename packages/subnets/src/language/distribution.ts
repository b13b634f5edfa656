import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * Distributions over the next byte as they travel: 256 whole numbers of 1/65,536, each at least 1, that sum to 65,536 exactly.
 * Whether one is normalised needs no tolerance, and none can be below the lowest probability that scoring allows.
 */

export const VALUES = 256;
/** What the numbers of one distribution sum to. */
export const WHOLE = 65_536;
/** Bits that the least allowed probability, 1/65,536, costs. */
export const FLOOR_BITS = 16;

/**
 * The distributions of `rows` × 256 probabilities as numbers of 1/65,536: a floor of one each, the rest in proportion. Rounding
 * errors are carried on from value to value, so that the sum is exact.
 */
export function quantize(probabilities: Float32Array): Uint16Array {
  const result = new Uint16Array(probabilities.length);
  for (let row = 0; row < probabilities.length; row += VALUES) {
    let total = 0;
    for (let i = row; i < row + VALUES; i++) total += probabilities[i]!;
    const scale = (WHOLE - VALUES) / total;
    let exact = 0;
    let given = 0;
    for (let i = row; i < row + VALUES; i++) {
      exact += probabilities[i]! * scale;
      const part = Math.round(exact) - given;
      given += part;
      result[i] = 1 + part;
    }
  }
  return result;
}

/** Whether the distribution at `row` sums to one and holds no probability under 2^-16. */
export function isDistribution(distributions: Uint16Array, row: number): boolean {
  let sum = 0;
  for (let i = row * VALUES; i < (row + 1) * VALUES; i++) {
    if (distributions[i] === 0) return false;
    sum += distributions[i]!;
  }
  return sum === WHOLE;
}

/** Base64 of the deflated little-endian numbers. */
export function pack(distributions: Uint16Array): string {
  const bytes = Buffer.alloc(2 * distributions.length);
  for (let i = 0; i < distributions.length; i++) bytes.writeUInt16LE(distributions[i]!, 2 * i);
  return deflateRawSync(bytes, { level: 1 }).toString("base64");
}

/** The numbers of `rows` distributions, or undefined where `text` does not hold exactly so many. Never inflates more. */
export function unpack(text: string, rows: number): Uint16Array | undefined {
  const length = 2 * VALUES * rows;
  if (text.length > 2 * length) return undefined;
  try {
    const bytes = inflateRawSync(Buffer.from(text, "base64"), { maxOutputLength: length });
    if (bytes.length !== length) return undefined;
    const result = new Uint16Array(VALUES * rows);
    for (let i = 0; i < result.length; i++) result[i] = bytes.readUInt16LE(2 * i);
    return result;
  } catch {
    return undefined;
  }
}
