import { checkPackedInput } from "./check-input.ts";
import { kernelModule } from "./kernel-module.ts";
import { type PackedEpochInput, type PackedEpochOutput, packEpochInput, unpackEpochOutput } from "./packed.ts";
import type { EpochInput, EpochOutput } from "./types.ts";

/** What `kernel/epoch.ts` exports: besides these, a global for the address of each array of the input. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  prepare(n: number, weightPairs: number, bondPairs: number): void;
  run(): void;
  readonly results: WebAssembly.Global<"i32">;
  readonly storedEntries: WebAssembly.Global<"i32">;
}

interface Views {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly u64: BigUint64Array;
}

const VECTORS = ["alphaStake", "taoStake", "lastUpdate", "blockAtRegistration"] as const;

/** The WebAssembly epoch: one instance, whose memory grows to what the largest epoch needs (about 50 bytes a weight). */
export class Kernel {
  readonly #exports: KernelExports;
  readonly #fields: Readonly<Record<string, WebAssembly.Global>>;
  #views: Views | undefined;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module);
    this.#exports = exports as unknown as KernelExports;
    this.#fields = { ...exports } as Record<string, WebAssembly.Global>;
  }

  /**
   * One epoch, equal to the bit to the reference `epoch`.
   * @throws {EpochInputError} for arrays whose length does not fit.
   */
  run(input: PackedEpochInput): PackedEpochOutput {
    checkPackedInput(input);
    this.#exports.prepare(input.n, input.weights.pairs.length >> 1, input.bonds.pairs.length >> 1);
    this.#writeNumbers(input);
    this.#writeArrays(input);
    this.#exports.run();
    return this.#read(input.n);
  }

  /** In the order of `kernel/input.ts`. */
  #writeNumbers(input: PackedEpochInput): void {
    const { u64, i32 } = this.#memory();
    const wide = this.#address("numbers") >>> 3;
    u64[wide] = input.currentBlock;
    u64[wide + 1] = input.activityCutoff;
    u64[wide + 2] = input.lastTempoBlock;
    u64[wide + 3] = input.emission;
    u64[wide + 4] = input.taoWeight;
    u64[wide + 5] = input.stakeThreshold;
    u64[wide + 6] = input.bondsMovingAverage;
    const narrow = 2 * (wide + 7);
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

  #writeArrays(input: PackedEpochInput): void {
    const { u8, u16, u32, u64 } = this.#memory();
    for (const field of VECTORS) u64.set(input[field], this.#address(field) >>> 3);
    if (input.commitBlocks !== null) u64.set(input.commitBlocks, this.#address("commitBlocks") >>> 3);
    u8.set(input.validatorPermits, this.#address("validatorPermits"));
    u32.set(input.weights.starts, this.#address("weightStarts") >>> 2);
    u16.set(input.weights.pairs, this.#address("weightEntries") >>> 1);
    u32.set(input.bonds.starts, this.#address("bondStarts") >>> 2);
    u16.set(input.bonds.pairs, this.#address("bondEntries") >>> 1);
  }

  /** Copies what `kernel/output.ts` describes. */
  #read(n: number): PackedEpochOutput {
    const wide = 8 * n;
    const starts = 6 * wide;
    const narrow = starts + 4 * (n + 2);
    const flags = narrow + 10 * n;
    const first = this.#address("results");
    const block = this.#exports.memory.buffer.slice(first, first + flags + 2 * n);
    const bondStarts = new Uint32Array(block, starts, n + 1);
    const firstPair = this.#address("storedEntries") >>> 1;
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
      bonds: { starts: bondStarts, pairs: this.#memory().u16.slice(firstPair, firstPair + 2 * bondStarts[n]!) },
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

  #address(field: string): number {
    return this.#fields[field]!.value >>> 0;
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
