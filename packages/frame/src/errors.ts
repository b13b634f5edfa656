import { DispatchFailure } from "./dispatch-error.ts";
import type { DispatchErrorValue } from "./types/index.ts";
import type { PostDispatchInfo } from "./weight.ts";

/** SCALE index of an error, or index and one sentence about it; without one, the words of the error's name. */
export type ErrorInput = number | readonly [index: number, docs: string];

/** An error declared by a pallet. */
export class PalletError extends DispatchFailure {
  readonly pallet: string;
  readonly errorName: string;
  readonly index: number;

  constructor(pallet: string, errorName: string, index: number, post?: PostDispatchInfo) {
    super({ type: "Module", value: unassembled }, `${pallet}.${errorName}`, post);
    this.pallet = pallet;
    this.errorName = errorName;
    this.index = index;
  }

  /** `error.is(Err.NotEnoughBalance)` */
  is(factory: ErrorFactory): boolean {
    return factory.pallet === this.pallet && factory.errorName === this.errorName;
  }
}

const unassembled = { index: 255, error: new Uint8Array(4) };

/** Makes a declared error; `post` tells what the failed call corrects. */
export interface ErrorFactory {
  (post?: PostDispatchInfo): PalletError;
  readonly pallet: string;
  readonly errorName: string;
  readonly index: number;
  readonly docs: string;
}

export type PalletErrors = Readonly<Record<string, ErrorFactory>>;

/**
 * Declares the errors of a pallet.
 *
 * ```ts
 * export const Err = errors("Balances", { InsufficientBalance: [2, "Balance too low to send the value."] });
 * throw Err.InsufficientBalance();
 * ```
 */
export function errors<const T extends Readonly<Record<string, ErrorInput>>>(
  pallet: string,
  table: T,
): { readonly [K in keyof T]: ErrorFactory } {
  const out: Record<string, ErrorFactory> = {};
  for (const [errorName, input] of Object.entries(table)) {
    const [index, docs] = typeof input === "number" ? [input, wordsOf(errorName)] : input;
    const make = (post?: PostDispatchInfo) => new PalletError(pallet, errorName, index, post);
    out[errorName] = Object.assign(make, { pallet, errorName, index, docs });
  }
  return out as { readonly [K in keyof T]: ErrorFactory };
}

/** `NotEnoughStake` as "Not enough stake." Bittensor's SDK shows no error whose metadata has no sentence. */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3 $2$4").split(" ");
  const [first, ...rest] = words.map((word) => (/^[A-Z]{2,}s?$/.test(word) ? word : word.toLowerCase()));
  return `${[`${first![0]!.toUpperCase()}${first!.slice(1)}`, ...rest].join(" ")}.`;
}

/** Fails the call with `error` unless `condition` holds. */
export function ensure(condition: unknown, error: (() => DispatchFailure) | DispatchFailure): asserts condition {
  if (!condition) throw typeof error === "function" ? error() : error;
}

/** Completes the encoded form of a failure; `palletIndex` resolves a pallet's name to its index in the runtime. */
export function completeError(failure: DispatchFailure, palletIndex: (name: string) => number): DispatchErrorValue {
  if (failure instanceof PalletError) {
    const value = { index: palletIndex(failure.pallet), error: Uint8Array.of(failure.index, 0, 0, 0) };
    failure.error = { type: "Module", value };
  }
  return failure.error;
}
