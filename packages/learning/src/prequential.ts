import type { ByteModel } from "./baselines/byte-model.ts";
import { bitsOf } from "./distribution.ts";

/**
 * Prequential evaluation (Dawid 1984): every byte is predicted before it is learned, so the mean loss is honest without held-out text.
 */
export class Prequential {
  readonly #window: Float64Array;
  #windowSum = 0;
  #total = 0;
  #count = 0;

  /** @param windowSize Bytes over which {@link Prequential.recent} looks back. */
  constructor(windowSize = 2048) {
    this.#window = new Float64Array(windowSize);
  }

  /** Bytes recorded. */
  get count(): number {
    return this.#count;
  }

  /** Bits per byte over everything recorded; NaN before the first byte. */
  get mean(): number {
    return this.#total / this.#count;
  }

  /** Bits per byte over the last bytes. */
  get recent(): number {
    return this.#windowSum / Math.min(this.#count, this.#window.length);
  }

  /** Records what `byte` cost under the distribution given before it was known; returns those bits. */
  add(probabilities: Float32Array, byte: number): number {
    const bits = bitsOf(probabilities, byte);
    this.addBits(bits);
    return bits;
  }

  addBits(bits: number): void {
    const slot = this.#count % this.#window.length;
    this.#windowSum += bits - this.#window[slot]!;
    this.#window[slot] = bits;
    this.#total += bits;
    this.#count++;
  }
}

/** Runs `model` over `text`, predicting each byte before updating on it. */
export function evaluatePrequentially(model: ByteModel, text: Uint8Array, windowSize?: number): Prequential {
  const result = new Prequential(windowSize);
  for (let i = 0; i < text.length; i++) {
    const context = text.subarray(Math.max(0, i - model.context), i);
    result.add(model.predict(context), text[i]!);
    model.update(context, text[i]!);
  }
  return result;
}
