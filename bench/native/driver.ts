/** The native anchor: builds the Rust driver beside this file, proves it by the shared vectors, and times it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EpochOutput, PackedEpochInput, PackedRows } from "@myelin/yuma";
import { packEpochInput } from "@myelin/yuma";
import { unpackRows } from "@myelin/yuma/packed";
import { readEpochCases } from "../../conformance/epoch.ts";
import { firstDifference } from "../../conformance/tally.ts";

const PROGRAM = join(import.meta.dirname, "target/release/epoch-native");

/** Times one input natively: median milliseconds, measured for about `budget` milliseconds. */
export type NativeTimer = (input: PackedEpochInput, budget: number) => number;

/** `null` without a Rust toolchain. */
export async function nativeTimer(): Promise<NativeTimer | null> {
  if (!build()) return null;
  await prove();
  return (input, budget) =>
    inFolder((folder) => {
      writeFileSync(join(folder, "cases"), encodeCases([input]));
      return Number(runProgram(["time", join(folder, "cases"), String(budget)])) / 1e6;
    });
}

function build(): boolean {
  const env = { ...process.env, RUSTFLAGS: "-C target-cpu=native" };
  const options = { cwd: import.meta.dirname, env, encoding: "utf8" } as const;
  const { status, error, stderr } = spawnSync("cargo", ["build", "--release", "--locked", "--quiet"], options);
  if (status !== 0) console.error(`no native anchor: ${error?.message ?? stderr}`);
  return status === 0;
}

/** @throws if a case of the shared vectors comes out different. */
async function prove(): Promise<void> {
  const cases = await readEpochCases();
  const results = inFolder((folder) => {
    writeFileSync(join(folder, "cases"), encodeCases(cases.map(({ input }) => packEpochInput(input))));
    runProgram(["run", join(folder, "cases"), join(folder, "results")]);
    return new Results(readFileSync(join(folder, "results")));
  });
  for (const { name, input, output } of cases) {
    const difference = firstDifference(output, results.next(input.n));
    if (difference !== null)
      throw new Error(`the native anchor is wrong, so its time means nothing: ${name}: ${difference}`);
  }
}

function runProgram(args: string[]): string {
  const { status, error, stdout, stderr } = spawnSync(PROGRAM, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`epoch-native ${args[0]} failed: ${error?.message ?? stderr}`);
  return stdout;
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "epoch-native-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The format that `src/input.rs` reads. */
function encodeCases(inputs: readonly PackedEpochInput[]): Buffer {
  return Buffer.concat([u64s([inputs.length]), ...inputs.flatMap(encodeCase)]);
}

function encodeCase(input: PackedEpochInput): Uint8Array[] {
  return [
    u64s([input.n, input.currentBlock, input.activityCutoff, input.lastTempoBlock, input.emission]),
    u64s([input.taoWeight, input.stakeThreshold, input.ownerUid ?? -1, input.maxAllowedValidators]),
    u64s([input.kappa, input.bondsPenalty, input.bondsMovingAverage, Number(input.yuma3), Number(input.liquidAlpha)]),
    u64s([input.alphaLow, input.alphaHigh, input.alphaSigmoidSteepness]),
    u64s(input.alphaStake),
    u64s(input.taoStake),
    u64s(input.validatorPermits),
    u64s(input.lastUpdate),
    u64s(input.blockAtRegistration),
    u64s([Number(input.commitBlocks !== null)]),
    u64s(input.commitBlocks ?? []),
    ...encodeRows(input.weights),
    ...encodeRows(input.bonds),
  ];
}

function u64s(values: Iterable<number | bigint>): Uint8Array {
  return bytesOf(BigUint64Array.from([...values], (value) => BigInt.asUintN(64, BigInt(value))));
}

function encodeRows({ starts, pairs }: PackedRows): Uint8Array[] {
  return [bytesOf(starts), bytesOf(pairs)];
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Reads what `Output::write` in `src/input.rs` wrote. */
class Results {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(n: number): EpochOutput {
    const [serverEmission, validatorEmission, combinedEmission] = this.#lists(3, n, 8, BigUint64Array);
    const [consensusBits, incentiveBits, dividendsBits] = this.#lists(3, n, 8, BigInt64Array);
    const [starts] = this.#lists(1, n + 1, 4, Uint32Array);
    const [stakeWeight, consensus, incentive, dividends, validatorTrust] = this.#lists(5, n, 2, Uint16Array);
    const [pairs] = this.#lists(1, 2 * starts![n]!, 2, Uint16Array);
    const [newValidatorPermits, active] = this.#lists(2, n, 1, Uint8Array);
    return {
      serverEmission: [...serverEmission!],
      validatorEmission: [...validatorEmission!],
      combinedEmission: [...combinedEmission!],
      stakeWeight: [...stakeWeight!],
      consensus: [...consensus!],
      incentive: [...incentive!],
      dividends: [...dividends!],
      validatorTrust: [...validatorTrust!],
      newValidatorPermits: Array.from(newValidatorPermits!, Boolean),
      active: Array.from(active!, Boolean),
      bonds: unpackRows({ starts: starts!, pairs: pairs! }),
      consensusBits: [...consensusBits!],
      incentiveBits: [...incentiveBits!],
      dividendsBits: [...dividendsBits!],
    };
  }

  #lists<T>(lists: number, count: number, width: number, type: new (buffer: ArrayBuffer) => T): T[] {
    return Array.from({ length: lists }, () => {
      const slice = this.#bytes.subarray(this.#at, this.#at + count * width);
      this.#at += count * width;
      return new type(new Uint8Array(slice).buffer);
    });
  }
}
