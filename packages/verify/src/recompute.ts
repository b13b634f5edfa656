import type { EpochInput, PackedEpochOutput } from "@myelin/yuma";
import { loadKernel, packEpochInput, packedEpoch } from "@myelin/yuma";
import { kernelModule } from "@myelin/yuma/kernel-module";
import { unpackRows } from "@myelin/yuma/packed";
import { alphaOf, type EpochState } from "./epoch-state.ts";
import { combine } from "./mechanisms.ts";
import type { EpochFigures } from "./stored.ts";

/** An epoch's figures, and how long the kernel took for them, in milliseconds. */
export interface Recomputed {
  readonly figures: EpochFigures;
  readonly kernelMs: number;
}

/** Compiles the kernel, once; a browser fetches it first. @throws {KernelError} where it cannot be had */
export async function prepareKernel(): Promise<void> {
  if (globalThis.process?.getBuiltinModule === undefined) await loadKernel();
  kernelModule();
}

/** Runs the epochs of all mechanisms in the chain's own kernel, which {@link prepareKernel} made ready. */
export function recompute(state: EpochState, inputs: readonly EpochInput[] = state.inputs): Recomputed {
  const packed = inputs.map(packEpochInput);
  const start = performance.now();
  const outputs = packed.map(packedEpoch);
  const kernelMs = performance.now() - start;
  return { figures: figuresOf(state, inputs, outputs), kernelMs };
}

/** What the mechanisms decide together (`pallets/subtensor/src/subnets/mechanism.rs` epoch_with_mechanisms). */
function figuresOf(
  state: EpochState,
  inputs: readonly EpochInput[],
  outputs: readonly PackedEpochOutput[],
): EpochFigures {
  const parts = inputs.map(({ emission }) => emission);
  const total = alphaOf(state.pending);
  const uids = [...state.hotkeys.keys()];
  const share = (field: "consensus" | "dividends" | "validatorTrust" | "stakeWeight") =>
    uids.map((uid) =>
      Number(
        combine(
          outputs.map((output) => BigInt(output[field][uid]!)),
          parts,
          total,
          16,
        ),
      ),
    );
  const any = (field: "newValidatorPermits" | "active") =>
    uids.map((uid) => outputs.some((output) => output[field][uid] === 1));
  return {
    mechanisms: outputs.map(({ incentive, bonds }) => ({ incentive: [...incentive], bonds: unpackRows(bonds) })),
    consensus: share("consensus"),
    dividends: share("dividends"),
    validatorTrust: share("validatorTrust"),
    stakeWeight: share("stakeWeight"),
    permits: any("newValidatorPermits"),
    active: any("active"),
    emission: uids.map((uid) =>
      combine(
        outputs.map((output) => output.combinedEmission[uid]!),
        parts,
        total,
        64,
      ),
    ),
  };
}
