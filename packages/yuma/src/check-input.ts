import { MyelinError } from "@myelin/primitives/errors";
import type { PackedEpochInput, PackedRows } from "./packed.ts";
import type { EpochInput } from "./types.ts";

/** Code: `EPOCH_INPUT`. */
export class EpochInputError extends MyelinError {}

/** Sums of more u16 values than this leave I32F32. A subnet of the chain has at most 4,096 neurons. */
const MOST = 32_768;

const VECTORS = ["alphaStake", "taoStake", "validatorPermits", "lastUpdate", "blockAtRegistration"] as const;
const ROWS = ["weights", "bonds"] as const;

/** @throws {EpochInputError} if a vector does not have one element for each neuron or the owner does not exist. */
export function checkInput(input: EpochInput): void {
  checkNumbers(input);
  for (const field of VECTORS) checkLength(field, input[field].length, input.n);
  if (input.commitBlocks !== null) checkLength("commitBlocks", input.commitBlocks.length, input.n);
  for (const field of ROWS) {
    checkLength(field, input[field].length, input.n);
    for (const row of input[field]) checkRow(field, row.length);
  }
}

/** The same for typed arrays. */
export function checkPackedInput(input: PackedEpochInput): void {
  checkNumbers(input);
  for (const field of VECTORS) checkLength(field, input[field].length, input.n);
  if (input.commitBlocks !== null) checkLength("commitBlocks", input.commitBlocks.length, input.n);
  for (const field of ROWS) checkRows(field, input[field], input.n);
}

function checkNumbers({ n, ownerUid }: Pick<EpochInput, "n" | "ownerUid">): void {
  if (!(n >= 0 && n <= MOST)) fail(`n is ${n}; an epoch takes up to ${MOST} neurons`, "n");
  if (ownerUid !== null && !(ownerUid >= 0 && ownerUid < n)) {
    fail(`ownerUid ${ownerUid} is not a neuron; give a uid below ${n}, or null`, "ownerUid");
  }
}

function checkLength(field: string, length: number, n: number): void {
  if (length !== n) fail(`${field} has ${length} elements; give one for each of the ${n} neurons`, field);
}

function checkRow(field: string, length: number): void {
  if (length > MOST) fail(`${field} has a row of ${length} entries; give at most ${MOST}`, field);
}

function checkRows(field: string, { starts, pairs }: PackedRows, n: number): void {
  checkLength(field, starts.length - 1, n);
  for (let uid = 0; uid < n; uid++) {
    if (starts[uid + 1]! < starts[uid]!) fail(`${field}: row ${uid} ends before it starts`, field);
    checkRow(field, starts[uid + 1]! - starts[uid]!);
  }
  if (starts[0] !== 0 || 2 * starts[n]! !== pairs.length) {
    fail(`${field}: the rows cover pairs ${starts[0]} to ${starts[n]} of ${pairs.length / 2}; cover all`, field);
  }
}

function fail(message: string, field: string): never {
  throw new EpochInputError("EPOCH_INPUT", message, { details: { field } });
}
