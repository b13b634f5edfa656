import { randomBytes } from "node:crypto";
import { concat, utf8 } from "@myelin/primitives";
import { blake2b256 } from "@myelin/primitives/hash";

/** Random numbers that nobody can foresee, whatever was drawn before: questions are made of them. */
export interface Chance {
  bytes(count: number): Uint8Array;
  /** Uniform from `low` up to, without, `high`; from 0 to 1 unless they are given. */
  number(low?: number, high?: number): number;
}

/** The system's own randomness. */
export const systemChance: Chance = chanceOf((count) => new Uint8Array(randomBytes(count)));

/** The same numbers for the same seed, for tests alone. */
export function seededChance(seed: string): Chance {
  let drawn = 0;
  return chanceOf((count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () => blake2b256(utf8(`${seed}/${drawn++}`)));
    return concat(...blocks).slice(0, count);
  });
}

function chanceOf(bytes: (count: number) => Uint8Array): Chance {
  const uniform = () => new DataView(bytes(4).buffer).getUint32(0, true) / 2 ** 32;
  return { bytes, number: (low = 0, high = 1) => low + (high - low) * uniform() };
}
