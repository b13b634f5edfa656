/**
 * Time of one epoch: the WebAssembly kernel against native Rust and against the BigInt reference, all in one run. The
 * kernel's time includes copying typed arrays in and out. `ratio` is native / kernel.
 *
 * Validators weigh three of four neurons and hold bonds in two of three, rows ascend.
 */
import { type EpochInput, epoch, packEpochInput, packedEpoch, type StoredRow, unpackEpochOutput } from "@myelin/yuma";
import { firstDifference } from "../conformance/tally.ts";
import { nativeTimer } from "./native/driver.ts";
import type { Row } from "./row.ts";

/** How long each case is measured, in milliseconds. */
const BUDGET = 1_200;
const SIZES: readonly (readonly [n: number, validators: number])[] = [
  [64, 16],
  [256, 64],
  [1024, 64],
  [4096, 64],
  [4096, 256],
];
const VARIANTS = [
  { name: "classic", yuma3: false, liquidAlpha: false },
  { name: "yuma3", yuma3: true, liquidAlpha: false },
  { name: "liquid alpha", yuma3: true, liquidAlpha: true },
];

export async function run(): Promise<Row[]> {
  const cases = SIZES.flatMap(([n, validators]) =>
    VARIANTS.map(({ name, ...variant }) => ({
      name: `${n}x${validators} ${name}`,
      input: { ...denseInput(n, validators), ...variant },
    })),
  );
  const native = await nativeTimer();
  return cases.flatMap(({ name, input }) => {
    const packed = packEpochInput(input);
    // In turns, and of each the better turn: a busy moment of the machine should not fall on one side alone.
    const turns = [1, 2].map(() => ({
      ours: medianMilliseconds(() => packedEpoch(packed), BUDGET / 2),
      anchor: native?.(packed, BUDGET / 2) ?? null,
    }));
    const ours = Math.min(...turns.map((turn) => turn.ours));
    const anchor = native && Math.min(...turns.map((turn) => turn.anchor!));
    return [
      { name: `wasm ${name}`, ours, anchor, unit: "ms/epoch", ratio: anchor === null ? null : anchor / ours },
      { name: `bigint ${name}`, ours: bigintMilliseconds(input), anchor: null, unit: "ms/epoch", ratio: null },
    ];
  });
}

/** Time of the reference, which also says whether the kernel computes the same. */
function bigintMilliseconds(input: EpochInput): number {
  const difference = firstDifference(epoch(input), unpackEpochOutput(packedEpoch(packEpochInput(input))));
  if (difference !== null) throw new Error(`the kernel is wrong, so its time means nothing: ${difference}`);
  return medianMilliseconds(() => epoch(input), BUDGET / 4, 1);
}

function medianMilliseconds(work: () => unknown, budget: number, least = 5): number {
  const times: number[] = [];
  const end = performance.now() + budget;
  while (performance.now() < end || times.length < least) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

export function denseInput(n: number, validators: number): EpochInput {
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
    liquidAlpha: false,
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
