import { checkPackedInput } from "./check-input.ts";
import { kernelModule } from "./kernel-module.ts";
import { type PackedEpochInput, type PackedEpochOutput, packEpochInput, unpackEpochOutput } from "./packed.ts";
import type { EpochInput, EpochOutput } from "./types.ts";

/** What `kernel/epoch.ts` exports. Both calls return addresses. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  prepare(n: number, weightPairs: number, bondPairs: number): number;
  run(): number;
}

interface Views {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array<ArrayBuffer>;
  readonly i32: Int32Array;
  readonly u64: BigUint64Array;
}

/** Where `prepare` leaves the addresses of the arrays, in u32 after the start of the numbers. */
const ADDRESSES = (7 * 8 + 10 * 4) / 4;

/** The WebAssembly epoch: one instance, whose memory grows to what the largest epoch needs (about 50 bytes a weight). */
export class Kernel {
  readonly #exports: KernelExports;
  #views: Views | undefined;

  constructor(module: WebAssembly.Module) {
    this.#exports = new WebAssembly.Instance(module).exports as unknown as KernelExports;
  }

  /**
   * One epoch, equal to the bit to the reference `epoch`.
   * @throws {EpochInputError} for arrays whose length does not fit.
   */
  run(input: PackedEpochInput): PackedEpochOutput {
    checkPackedInput(input);
    const frame = this.#exports.prepare(input.n, input.weights.pairs.length >> 1, input.bonds.pairs.length >> 1) >>> 2;
    this.#writeNumbers(input, frame);
    this.#writeArrays(input, frame + ADDRESSES);
    return this.#read(input.n, this.#exports.run() >>> 0);
  }

  /** In the order of `kernel/input.ts`, from word `frame` on. */
  #writeNumbers(input: PackedEpochInput, frame: number): void {
    const { u64, i32 } = this.#memory();
    const wide = frame >>> 1;
    u64[wide] = input.currentBlock;
    u64[wide + 1] = input.activityCutoff;
    u64[wide + 2] = input.lastTempoBlock;
    u64[wide + 3] = input.emission;
    u64[wide + 4] = input.taoWeight;
    u64[wide + 5] = input.stakeThreshold;
    u64[wide + 6] = input.bondsMovingAverage;
    const narrow = frame + 14;
    i32[narrow] = input.ownerUid ?? -1;
    i32[narrow + 1] = input.maxAllowedValidators;
    i32[narrow + 2] = Number(input.commitBlocks !== null);
    i32[narrow + 3] = input.kappa;
    i32[narrow + 4] = input.bondsPenalty;
    i32[narrow + 5] = Number(input.yuma3);
    i32[narrow + 6] = Number(input.liquidAlpha);
    i32[narrow + 7] = input.alphaLow;
    i32[narrow + 8] = input.alphaHigh;
    i32[narrow + 9] = input.alphaSigmoidSteepness;
  }

  /** To the addresses that stand from word `at` on. */
  #writeArrays(input: PackedEpochInput, at: number): void {
    const { u8, u16, u32, u64 } = this.#memory();
    u64.set(input.alphaStake, u32[at]! >>> 3);
    u64.set(input.taoStake, u32[at + 1]! >>> 3);
    u64.set(input.lastUpdate, u32[at + 2]! >>> 3);
    u64.set(input.blockAtRegistration, u32[at + 3]! >>> 3);
    if (input.commitBlocks !== null) u64.set(input.commitBlocks, u32[at + 4]! >>> 3);
    u8.set(input.validatorPermits, u32[at + 5]!);
    u32.set(input.weights.starts, u32[at + 6]! >>> 2);
    u16.set(input.weights.pairs, u32[at + 7]! >>> 1);
    u32.set(input.bonds.starts, u32[at + 8]! >>> 2);
    u16.set(input.bonds.pairs, u32[at + 9]! >>> 1);
  }

  /** Copies what `kernel/output.ts` describes, from address `first` on. */
  #read(n: number, first: number): PackedEpochOutput {
    const { u32 } = this.#memory();
    const wide = 8 * n;
    const starts = 6 * wide;
    const narrow = starts + 4 * (n + 2);
    const flags = narrow + 10 * n;
    const ends = (first + starts) / 4 + n;
    const entryCount = u32[ends]!;
    const entries = u32[ends + 1]!;
    const block = u32.buffer.slice(first, first + entries + 4 * entryCount);
    return {
      consensusBits: new BigInt64Array(block, 0, n),
      incentiveBits: new BigInt64Array(block, wide, n),
      dividendsBits: new BigInt64Array(block, 2 * wide, n),
      serverEmission: new BigUint64Array(block, 3 * wide, n),
      validatorEmission: new BigUint64Array(block, 4 * wide, n),
      combinedEmission: new BigUint64Array(block, 5 * wide, n),
      stakeWeight: new Uint16Array(block, narrow, n),
      consensus: new Uint16Array(block, narrow + 2 * n, n),
      incentive: new Uint16Array(block, narrow + 4 * n, n),
      dividends: new Uint16Array(block, narrow + 6 * n, n),
      validatorTrust: new Uint16Array(block, narrow + 8 * n, n),
      newValidatorPermits: new Uint8Array(block, flags, n),
      active: new Uint8Array(block, flags + n, n),
      bonds: {
        starts: new Uint32Array(block, starts, n + 1),
        pairs: new Uint16Array(block, entries, 2 * entryCount),
      },
    };
  }

  /** Views of the whole memory, made anew after it has grown. */
  #memory(): Views {
    const { buffer } = this.#exports.memory;
    if (this.#views?.u8.buffer !== buffer) {
      this.#views = {
        u8: new Uint8Array(buffer),
        u16: new Uint16Array(buffer),
        u32: new Uint32Array(buffer),
        i32: new Int32Array(buffer),
        u64: new BigUint64Array(buffer),
      };
    }
    return this.#views;
  }
}

let shared: Kernel | undefined;

/**
 * One epoch by the WebAssembly kernel, typed arrays in and out. The kernel is compiled at the first call.
 *
 * @throws {EpochInputError} for arrays whose length does not fit.
 * @throws {KernelError} `KERNEL_NOT_LOADED` where files cannot be read (a browser): await `loadKernel` first.
 */
export function packedEpoch(input: PackedEpochInput): PackedEpochOutput {
  shared ??= new Kernel(kernelModule());
  return shared.run(input);
}

/** {@link packedEpoch} with the types of the reference. */
export function kernelEpoch(input: EpochInput): EpochOutput {
  return unpackEpochOutput(packedEpoch(packEpochInput(input)));
}
