/**
 * Seeded pseudo-random numbers: xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it), 32-bit integer operations only,
 * so that a seed gives the same numbers on every machine.
 */
export class Random {
  readonly #state: Uint32Array;

  private constructor(state: Uint32Array) {
    this.#state = state;
  }

  /** A generator for `seed`; seeds that differ in any character are unrelated, so derive purposes as `${seed}/purpose`. */
  static fromSeed(seed: string | number): Random {
    const state = new Uint32Array(4);
    let hash = fnv1a(String(seed));
    for (let i = 0; i < 4; i++) {
      hash = (hash + 0x9e3779b9) >>> 0;
      state[i] = murmurFinal(hash);
    }
    if (state.every((word) => word === 0)) state[0] = 1;
    return new Random(state);
  }

  static fromState(words: ArrayLike<number>): Random {
    return new Random(Uint32Array.from({ length: 4 }, (_, i) => words[i]!));
  }

  /** The four words from which {@link Random.fromState} continues. */
  state(): number[] {
    return [...this.#state];
  }

  /** A 32-bit unsigned integer. */
  uint32(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotateLeft(s[3]!, 11);
    return result;
  }

  /** Uniform in [0, 1) with 32 bits. */
  float(): number {
    return this.uint32() / 2 ** 32;
  }

  /** Uniform integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.float() * bound);
  }
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function murmurFinal(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
