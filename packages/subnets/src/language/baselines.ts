import { type ByteModel, bitsOf, OrderTwo, OrderZero } from "@myelin/learning";
import { laneOf } from "./lanes.ts";

/** What each lane's byte costs under the models to beat, in bits. */
export interface BaselineBits {
  readonly orderZero: Float64Array;
  readonly orderTwo: Float64Array;
}

/**
 * Two adaptive models that count a validator's own stream: byte frequencies, which miners are paid for beating, and frequencies after
 * the last two bytes, which a model that deserves the name falls below. Both learn a byte after it was asked about.
 */
export class Baselines {
  readonly #orderZero = new OrderZero();
  readonly #orderTwo = new OrderTwo();
  /** The last bytes of each lane. */
  #ends: Uint8Array[] = [];

  /** Another part begins: nothing comes before its lanes. */
  begin(): void {
    this.#ends = [];
  }

  /** What `actual`, the next byte of every lane, costs. */
  bits(actual: Uint8Array): BaselineBits {
    return { orderZero: this.#cost(this.#orderZero, actual), orderTwo: this.#cost(this.#orderTwo, actual) };
  }

  /** Learns `packed`, which continues all of `lanes` lanes. */
  learn(packed: Uint8Array, lanes: number): void {
    for (let lane = 0; lane < lanes; lane++) {
      const before = this.#end(lane);
      const bytes = laneOf(packed, lanes, lane);
      const text = new Uint8Array(before.length + bytes.length);
      text.set(before);
      text.set(bytes, before.length);
      for (let at = before.length; at < text.length; at++) {
        const context = text.subarray(Math.max(0, at - this.#orderTwo.context), at);
        this.#orderZero.update(context, text[at]!);
        this.#orderTwo.update(context, text[at]!);
      }
      this.#ends[lane] = text.slice(-this.#orderTwo.context);
    }
  }

  #cost(model: ByteModel, actual: Uint8Array): Float64Array {
    return Float64Array.from(actual, (byte, lane) => bitsOf(model.predict(this.#end(lane)), byte));
  }

  #end(lane: number): Uint8Array {
    return this.#ends[lane] ?? new Uint8Array(0);
  }
}
