/** Time of one epoch: dense weights and bonds of 64 validators, Yuma3 with and without liquid alpha. */
import { type EpochInput, epochEngines, type StoredRow } from "@myelin/yuma";
import type { Row } from "./row.ts";

const WARM_UP = 5;
const ROUNDS = 20;
const SIZES: readonly (readonly [n: number, validators: number])[] = [
  [64, 16],
  [256, 64],
];

export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [engine, epoch] of Object.entries(epochEngines)) {
    for (const [n, validators] of SIZES) {
      for (const liquidAlpha of [false, true]) {
        const input = denseInput(n, validators, liquidAlpha);
        const ours = medianMilliseconds(() => epoch(input));
        const name = `${engine} ${n}x${validators}${liquidAlpha ? " liquid alpha" : ""}`;
        rows.push({ name, ours, anchor: null, unit: "ms/epoch", ratio: null });
      }
    }
  }
  return rows;
}

function medianMilliseconds(work: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const start = performance.now();
    work();
    if (round >= WARM_UP) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

/** A subnet in which every validator weighs three of four neurons and holds bonds in two of three. */
function denseInput(n: number, validators: number, liquidAlpha: boolean): EpochInput {
  const random = lcg(42);
  const uids = Array.from({ length: n }, (_, uid) => uid);
  const perNeuron = <T>(value: (uid: number) => T): T[] => uids.map(value);
  const matrix = (density: number): StoredRow[] =>
    perNeuron((uid) =>
      uid < validators ? uids.filter(() => random(12) < 12 * density).map((column) => [column, random(65536)]) : [],
    );
  return {
    n,
    currentBlock: 1_000_000n,
    activityCutoff: 5_000n,
    lastTempoBlock: 999_640n,
    emission: 500_000_000_000n,
    alphaStake: perNeuron((uid) => BigInt(uid < validators ? 1_000_000_000_000 + random(1e9) : random(1000))),
    taoStake: perNeuron(() => BigInt(random(1e9))),
    taoWeight: 971_718_665_099_567_868n,
    stakeThreshold: 1_000_000n,
    ownerUid: 0,
    validatorPermits: perNeuron((uid) => uid < validators),
    maxAllowedValidators: validators,
    lastUpdate: perNeuron(() => 999_900n),
    blockAtRegistration: perNeuron(() => 1_000n),
    commitBlocks: null,
    weights: matrix(0.75),
    bonds: matrix(0.67),
    kappa: 32_767,
    bondsPenalty: 40_000,
    bondsMovingAverage: 900_000n,
    yuma3: true,
    liquidAlpha,
    alphaLow: 45_875,
    alphaHigh: 58_982,
    alphaSigmoidSteepness: 1_000,
  };
}

/** Repeatable integers in [0, bound) (a linear congruential generator modulo 2^32). */
function lcg(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
