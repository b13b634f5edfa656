import { MyelinError } from "@myelin/primitives/errors";
import type { EpochInput } from "./types.ts";

/** Code: `EPOCH_INPUT`. */
export class EpochInputError extends MyelinError {}

const PER_NEURON = [
  "alphaStake",
  "taoStake",
  "validatorPermits",
  "lastUpdate",
  "blockAtRegistration",
  "weights",
  "bonds",
] as const satisfies (keyof EpochInput)[];

/** @throws {EpochInputError} if a vector does not have one element for each neuron or the owner does not exist. */
export function checkInput(input: EpochInput): void {
  const check = (field: string, vector: readonly unknown[]) => {
    if (vector.length !== input.n) {
      fail(`${field} has ${vector.length} elements; give one for each of the ${input.n} neurons`, field);
    }
  };
  for (const field of PER_NEURON) check(field, input[field]);
  if (input.commitBlocks !== null) check("commitBlocks", input.commitBlocks);
  if (input.ownerUid !== null && !(input.ownerUid >= 0 && input.ownerUid < input.n)) {
    fail(`ownerUid ${input.ownerUid} is not a neuron; give a uid below ${input.n}, or null`, "ownerUid");
  }
}

function fail(message: string, field: string): never {
  throw new EpochInputError("EPOCH_INPUT", message, { details: { field } });
}
