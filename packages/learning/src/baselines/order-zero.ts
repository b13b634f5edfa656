import type { ByteModel } from "./byte-model.ts";

/** Byte frequencies so far with the Krichevsky–Trofimov estimate: half a count for every byte never seen. */
export class OrderZero implements ByteModel {
  readonly context = 0;
  readonly #counts = new Float64Array(256).fill(0.5);
  readonly #probabilities = new Float32Array(256);
  #total = 128;

  predict(_context: Uint8Array): Float32Array {
    for (let byte = 0; byte < 256; byte++) this.#probabilities[byte] = this.#counts[byte]! / this.#total;
    return this.#probabilities;
  }

  update(_context: Uint8Array, byte: number): void {
    this.#counts[byte]! += 1;
    this.#total += 1;
  }

  /** The counts, for {@link OrderZero.from}. */
  toJSON(): number[] {
    return [...this.#counts];
  }

  static from(saved: readonly number[]): OrderZero {
    const model = new OrderZero();
    model.#counts.set(saved);
    model.#total = saved.reduce((sum, count) => sum + count, 0);
    return model;
  }
}
