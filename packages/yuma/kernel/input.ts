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

/** What the host fills: the numbers above from `currentBlock` on (seven u64, ten i32), then the addresses of the arrays. */
let frame: usize = 0;
const NUMBERS: usize = 7 * 8 + 10 * 4;

export function readNumbers(): void {
  currentBlock = load<u64>(frame);
  activityCutoff = load<u64>(frame, 8);
  lastTempoBlock = load<u64>(frame, 16);
  emission = load<u64>(frame, 24);
  taoWeight = load<u64>(frame, 32);
  stakeThreshold = load<u64>(frame, 40);
  bondsMovingAverage = load<u64>(frame, 48);
  ownerUid = load<i32>(frame, 56);
  maxAllowedValidators = load<i32>(frame, 60);
  hasCommitBlocks = load<i32>(frame, 64) !== 0;
  kappa = load<u32>(frame, 68);
  bondsPenalty = load<u32>(frame, 72);
  yuma3 = load<i32>(frame, 76) !== 0;
  liquidAlpha = load<i32>(frame, 80) !== 0;
  alphaLow = load<u32>(frame, 84);
  alphaHigh = load<u32>(frame, 88);
  alphaSigmoidSteepness = load<i32>(frame, 92);
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

/**
 * Makes room for a subnet of `neurons` with so many stored weights and bonds. Ends the life of all earlier results.
 *
 * @returns where the numbers go, and after them stand the addresses of the arrays (u32), in the order below
 */
export function prepare(neurons: i32, weights: i32, bonds: i32): usize {
  releaseAll();
  n = neurons;
  weightCount = weights;
  bondCount = bonds;
  const count = usize(neurons);
  frame = reserve(NUMBERS + 10 * 4);
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
  const addresses = frame + NUMBERS;
  store<usize>(addresses, alphaStake);
  store<usize>(addresses, taoStake, 4);
  store<usize>(addresses, lastUpdate, 8);
  store<usize>(addresses, blockAtRegistration, 12);
  store<usize>(addresses, commitBlocks, 16);
  store<usize>(addresses, validatorPermits, 20);
  store<usize>(addresses, weightStarts, 24);
  store<usize>(addresses, weightEntries, 28);
  store<usize>(addresses, bondStarts, 32);
  store<usize>(addresses, bondEntries, 36);
  return frame;
}
