import type { AccountId, CallValue, Context } from "@myelin/frame";

/** Arguments of a call, by name; a guard knows those of the calls it is for. */
export type CallArgs = Readonly<Record<string, unknown>>;

/**
 * A check of signed calls that runs at every dispatch, nested calls included, and once more in the pool.
 * Source: `pallets/subtensor/src/guards/mod.rs`.
 */
export interface CallGuard {
  readonly name: string;
  appliesTo(call: CallValue): boolean;
  /** Throws an error of SubtensorModule to refuse the call. */
  check(ctx: Context, who: AccountId, call: CallValue): void;
}

/** A guard for some calls of SubtensorModule, by name. */
export function guardOf<N extends string>(
  name: string,
  calls: readonly N[],
  check: (ctx: Context, who: AccountId, call: N, args: CallArgs) => void,
): CallGuard {
  const names = new Set<string>(calls);
  return {
    name,
    appliesTo: (call) => call.type === "SubtensorModule" && names.has(call.value.type),
    check: (ctx, who, call) => check(ctx, who, call.value.type as N, call.value.value),
  };
}
