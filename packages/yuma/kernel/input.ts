/**
 * What an epoch reads. The host calls {@link prepare} and fills the arrays; `src/types.ts` of the package documents each
 * field under the same name.
 */
import { releaseAll, reserve } from "./memory";

export let n: i32 = 0;
export let currentBlock: u64 = 0;
export let activityCutoff: u64 = 0;
export let lastTempoBlock: u64 = 0;
export let emission: u64 = 0;
export let taoWeight: u64 = 0;
export let stakeThreshold: u64 = 0;
export let bondsMovingAverage: u64 = 0;
/** -1 without an owner. */
export let ownerUid: i32 = -1;
export let maxAllowedValidators: i32 = 0;
export let hasCommitBlocks: bool = false;
export let kappa: u32 = 0;
export let bondsPenalty: u32 = 0;
export let yuma3: bool = false;
export let liquidAlpha: bool = false;
export let alphaLow: u32 = 0;
export let alphaHigh: u32 = 0;
export let alphaSigmoidSteepness: i32 = 0;

/** Where the host puts the numbers above from `currentBlock` on: seven u64, then ten i32. */
export let numbers: usize = 0;

export function readNumbers(): void {
  currentBlock = load<u64>(numbers);
  activityCutoff = load<u64>(numbers, 8);
  lastTempoBlock = load<u64>(numbers, 16);
  emission = load<u64>(numbers, 24);
  taoWeight = load<u64>(numbers, 32);
  stakeThreshold = load<u64>(numbers, 40);
  bondsMovingAverage = load<u64>(numbers, 48);
  ownerUid = load<i32>(numbers, 56);
  maxAllowedValidators = load<i32>(numbers, 60);
  hasCommitBlocks = load<i32>(numbers, 64) !== 0;
  kappa = load<u32>(numbers, 68);
  bondsPenalty = load<u32>(numbers, 72);
  yuma3 = load<i32>(numbers, 76) !== 0;
  liquidAlpha = load<i32>(numbers, 80) !== 0;
  alphaLow = load<u32>(numbers, 84);
  alphaHigh = load<u32>(numbers, 88);
  alphaSigmoidSteepness = load<i32>(numbers, 92);
}

/** u64 for each neuron. */
export let alphaStake: usize = 0;
export let taoStake: usize = 0;
export let lastUpdate: usize = 0;
export let blockAtRegistration: usize = 0;
export let commitBlocks: usize = 0;
/** One byte for each neuron. */
export let validatorPermits: usize = 0;

/** Index of each row's first entry, u32, n + 1 of them. An entry is a column in the low and a value in the high u16. */
export let weightStarts: usize = 0;
export let weightEntries: usize = 0;
export let bondStarts: usize = 0;
export let bondEntries: usize = 0;

/** How many entries there is room for. */
export let weightCount: i32 = 0;
export let bondCount: i32 = 0;

/** Makes room for a subnet of `neurons` with so many stored weights and bonds. Ends the life of all earlier results. */
export function prepare(neurons: i32, weights: i32, bonds: i32): void {
  releaseAll();
  n = neurons;
  weightCount = weights;
  bondCount = bonds;
  const count = usize(neurons);
  numbers = reserve(7 * 8 + 10 * 4);
  alphaStake = reserve(count << 3);
  taoStake = reserve(count << 3);
  lastUpdate = reserve(count << 3);
  blockAtRegistration = reserve(count << 3);
  commitBlocks = reserve(count << 3);
  validatorPermits = reserve(count);
  weightStarts = reserve((count + 1) << 2);
  weightEntries = reserve(usize(weights) << 2);
  bondStarts = reserve((count + 1) << 2);
  bondEntries = reserve(usize(bonds) << 2);
}
