import type { ByteModel } from "./byte-model.ts";
import { OrderZero } from "./order-zero.ts";

interface Seen {
  readonly counts: Map<number, number>;
  total: number;
}

/** What an {@link OrderTwo} has counted, as JSON: of each order, lists of a context and its pairs of byte and count. */
export interface SavedOrderTwo {
  readonly zero: readonly number[];
  readonly contexts: readonly (readonly (readonly number[])[])[];
}

/**
 * Frequencies after the last two bytes, blended with those after the last one and with plain frequencies: each order passes on a
 * share `distinct / (total + distinct)` to the next lower one (Witten and Bell 1991, PPM's method C without exclusion).
 */
export class OrderTwo implements ByteModel {
  readonly context = 2;
  #zero = new OrderZero();
  /** By order, then by the context's bytes. */
  readonly #seen = [new Map<number, Seen>(), new Map<number, Seen>()];

  predict(context: Uint8Array): Float32Array {
    const probabilities = this.#zero.predict(context);
    for (let order = 1; order <= this.context; order++) {
      const seen = this.#seen[order - 1]!.get(keyOf(context, order));
      if (seen === undefined || context.length < order) continue;
      const distinct = seen.counts.size;
      const whole = seen.total + distinct;
      for (let byte = 0; byte < 256; byte++) probabilities[byte]! *= distinct / whole;
      for (const [byte, count] of seen.counts) probabilities[byte]! += count / whole;
    }
    return probabilities;
  }

  update(context: Uint8Array, byte: number): void {
    this.#zero.update(context, byte);
    for (let order = 1; order <= Math.min(this.context, context.length); order++) {
      const table = this.#seen[order - 1]!;
      const key = keyOf(context, order);
      const seen = table.get(key) ?? { counts: new Map<number, number>(), total: 0 };
      seen.counts.set(byte, (seen.counts.get(byte) ?? 0) + 1);
      seen.total++;
      table.set(key, seen);
    }
  }

  toJSON(): SavedOrderTwo {
    const contexts = this.#seen.map((table) => [...table].map(([key, { counts }]) => [key, ...[...counts].flat()]));
    return { zero: this.#zero.toJSON(), contexts };
  }

  static from({ zero, contexts }: SavedOrderTwo): OrderTwo {
    const model = new OrderTwo();
    model.#zero = OrderZero.from(zero);
    for (const [i, table] of contexts.entries()) {
      for (const [key, ...pairs] of table) {
        const counts = new Map<number, number>();
        for (let at = 0; at < pairs.length; at += 2) counts.set(pairs[at]!, pairs[at + 1]!);
        model.#seen[i]!.set(key!, { counts, total: [...counts.values()].reduce((sum, count) => sum + count, 0) });
      }
    }
    return model;
  }
}

function keyOf(context: Uint8Array, order: number): number {
  const end = context.length;
  return order === 1 ? context[end - 1]! : context[end - 2]! * 256 + context[end - 1]!;
}
