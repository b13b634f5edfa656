/** A language model over tokens that counts: what followed the last two tokens over what followed the last one over all (Witten-Bell). */
export class TokenCounts {
  readonly size: number;
  readonly #order: number;
  /** What was answered since something was learned: the same question comes often. */
  readonly #answers = new Map<string, Float32Array>();
  readonly #orders: readonly Map<string, Map<number, number>>[] = [new Map(), new Map(), new Map()];

  constructor(size: number, order = 2) {
    this.size = size;
    this.#order = order;
    this.#orders = this.#orders.slice(0, order + 1);
  }

  learn(ids: readonly number[]): void {
    this.#answers.clear();
    for (const [at, id] of ids.entries()) {
      for (const [order, table] of this.#orders.entries()) {
        if (order > at) continue;
        const key = ids.slice(at - order, at).join();
        const counts = table.get(key) ?? new Map<number, number>();
        counts.set(id, (counts.get(id) ?? 0) + 1);
        table.set(key, counts);
      }
    }
  }

  /** Probabilities of the token after `ids`; not to be changed. */
  next(ids: readonly number[]): Float32Array {
    const seen = ids.slice(-this.#order);
    const key = seen.join();
    const known = this.#answers.get(key) ?? this.#count(seen);
    this.#answers.set(key, known);
    return known;
  }

  #count(ids: readonly number[]): Float32Array {
    const result = new Float32Array(this.size).fill(1 / this.size);
    for (const [order, table] of this.#orders.entries()) {
      const counts = table.get(ids.slice(ids.length - order).join());
      if (counts === undefined || ids.length < order) break;
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const whole = total + counts.size;
      for (let id = 0; id < this.size; id++) result[id]! *= counts.size / whole;
      for (const [id, count] of counts) result[id]! += count / whole;
    }
    return result;
  }
}
