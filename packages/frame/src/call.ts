import type { Context } from "./context.ts";
import type { Origin } from "./origin.ts";
import type { NamedFields, StructOf } from "./types/index.ts";
import type { DispatchClassName, PostDispatchInfo, WeightValue } from "./weight.ts";

export type { CallValue } from "./types/index.ts";

/** Depends on the arguments. Written as a method so that calls of any arguments are calls. */
type FromArgs<F extends NamedFields, R> = { of(args: StructOf<F>, ctx: Context): R }["of"];

/** An extrinsic of a pallet. */
export interface CallDefinition<F extends NamedFields = NamedFields> {
  /** SCALE index within the pallet. */
  readonly index: number;
  /** Arguments by their names on the chain, in order. */
  readonly args: F;
  /** Cost announced before the call runs. */
  readonly weight: WeightValue | FromArgs<F, WeightValue>;
  /** Which share of a block it may use; `normal` unless said. */
  readonly class?: DispatchClassName | FromArgs<F, DispatchClassName>;
  /** Whether the caller pays a fee; true unless said. */
  readonly pays?: boolean | FromArgs<F, boolean>;
  /** One sentence for the metadata. */
  readonly docs?: string;
  /** Does it. Throws a declared error to fail; may correct weight and payment. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most calls return nothing
  run(ctx: Context, origin: Origin, args: StructOf<F>): PostDispatchInfo | undefined | void;
}

/** Any call, as the runtime sees it. */
export type AnyCall = CallDefinition<NamedFields>;

/**
 * Declares an extrinsic.
 *
 * ```ts
 * export const remark = call({
 *   index: 0,
 *   args: { remark: bytes },
 *   weight: weight(1_000_000n),
 *   run: (_ctx, origin) => { ensureSigned(origin); },
 * });
 * ```
 */
export function call<const F extends NamedFields>(definition: CallDefinition<F>): CallDefinition<F> {
  return definition;
}
