import { MyelinError } from "@myelin/primitives/errors";
import { epoch } from "./epoch.ts";
import { kernelEpoch } from "./kernel.ts";
import type { EpochEngine } from "./types.ts";

/** Code: `EPOCH_ENGINE_UNKNOWN`. */
export class EpochEngineError extends MyelinError {}

/** Every implementation of the epoch by name; `bigint` is the reference. */
export const epochEngines: Readonly<Record<string, EpochEngine>> = { bigint: epoch, wasm: kernelEpoch };

/** @throws {EpochEngineError} `EPOCH_ENGINE_UNKNOWN` */
export function epochEngine(name: string): EpochEngine {
  const engine = Object.hasOwn(epochEngines, name) ? epochEngines[name] : undefined;
  if (engine !== undefined) return engine;
  const known = Object.keys(epochEngines).join(", ");
  throw new EpochEngineError("EPOCH_ENGINE_UNKNOWN", `no epoch engine "${name}"; choose one of: ${known}`);
}
