import { checkPackedInput } from "./check-input.ts";
import { kernelModule } from "./kernel-module.ts";
import { type PackedEpochInput, type PackedEpochOutput, packEpochInput, unpackEpochOutput } from "./packed.ts";
import type { EpochInput, EpochOutput } from "./types.ts";

type Field = WebAssembly.Global;

/** What `kernel/epoch.ts` exports. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  prepare(n: number, weightPairs: number, bondPairs: number): void;
  run(): void;
  readonly [field: string]: unknown;
}

/** Numbers of the input by the type that the kernel keeps them in. */
const WIDE = [
  "currentBlock",
  "activityCutoff",
  "lastTempoBlock",
  "emission",
  "taoWeight",
  "stakeThreshold",
  "bondsMovingAverage",
] as const;
const NARROW = [
  "maxAllowedValidators",
  "kappa",
  "bondsPenalty",
  "alphaLow",
  "alphaHigh",
  "alphaSigmoidSteepness",
] as const;
const VECTORS = ["alphaStake", "taoStake", "lastUpdate", "blockAtRegistration", "validatorPermits"] as const;

/** The WebAssembly epoch: one instance, whose memory grows to what the largest epoch needs (about 30 bytes a weight). */
export class Kernel {
  readonly #exports: KernelExports;

  constructor(module: WebAssembly.Module) {
    this.#exports = new WebAssembly.Instance(module).exports as unknown as KernelExports;
  }

  /**
   * One epoch, equal to the bit to the reference `epoch`.
   * @throws {EpochInputError} for arrays whose length does not fit.
   */
  run(input: PackedEpochInput): PackedEpochOutput {
    checkPackedInput(input);
    this.#write(input);
    this.#exports.run();
    return this.#read(input.n);
  }

  #write(input: PackedEpochInput): void {
    this.#exports.prepare(input.n, input.weights.pairs.length >> 1, input.bonds.pairs.length >> 1);
    for (const field of WIDE) this.#field(field).value = input[field];
    for (const field of NARROW) this.#field(field).value = input[field];
    this.#field("ownerUid").value = input.ownerUid ?? -1;
    this.#field("yuma3").value = Number(input.yuma3);
    this.#field("liquidAlpha").value = Number(input.liquidAlpha);
    this.#field("hasCommitBlocks").value = Number(input.commitBlocks !== null);

    for (const field of VECTORS) this.#copyIn(field, input[field]);
    if (input.commitBlocks !== null) this.#copyIn("commitBlocks", input.commitBlocks);
    this.#copyIn("weightStarts", input.weights.starts);
    this.#copyIn("weightEntries", input.weights.pairs);
    this.#copyIn("bondStarts", input.bonds.starts);
    this.#copyIn("bondEntries", input.bonds.pairs);
  }

  #read(n: number): PackedEpochOutput {
    const { buffer } = this.#exports.memory;
    const u64 = (field: string) => new BigUint64Array(buffer, this.#address(field), n).slice();
    const bits = (field: string) => new BigInt64Array(buffer, this.#address(field), n).slice();
    const u16 = (field: string) => new Uint16Array(buffer, this.#address(field), n).slice();
    const flags = (field: string) => new Uint8Array(buffer, this.#address(field), n).slice();
    const starts = new Uint32Array(buffer, this.#address("storedStarts"), n + 1).slice();
    const pairs = new Uint16Array(buffer, this.#address("storedEntries"), 2 * starts[n]!).slice();
    return {
      serverEmission: u64("serverEmission"),
      validatorEmission: u64("validatorEmission"),
      combinedEmission: u64("combinedEmission"),
      stakeWeight: u16("stakeWeight"),
      consensus: u16("consensus"),
      incentive: u16("incentive"),
      dividends: u16("dividends"),
      validatorTrust: u16("validatorTrust"),
      newValidatorPermits: flags("newValidatorPermits"),
      active: flags("active"),
      bonds: { starts, pairs },
      consensusBits: bits("consensusBits"),
      incentiveBits: bits("incentiveBits"),
      dividendsBits: bits("dividendsBits"),
    };
  }

  #copyIn(field: string, array: BigUint64Array | Uint32Array | Uint16Array | Uint8Array): void {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    new Uint8Array(this.#exports.memory.buffer).set(bytes, this.#address(field));
  }

  #field(name: string): Field {
    return this.#exports[name] as Field;
  }

  #address(field: string): number {
    return this.#field(field).value >>> 0;
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
