import type { AnyCall } from "./call.ts";
import type { ConstantDefinition } from "./constants.ts";
import type { Context } from "./context.ts";
import type { PalletErrors } from "./errors.ts";
import type { AnyEvents } from "./events.ts";
import type { RuntimeApi } from "./runtime-api.ts";
import type { AnyStorage } from "./storage/index.ts";
import type { CallValue } from "./types/index.ts";
import type { TransactionSource, ValidTransaction } from "./validity.ts";
import type { WeightValue } from "./weight.ts";

/** What a pallet does of its own accord. Pallets run in the order of their indices. */
export interface PalletHooks {
  /** Before the first extrinsic. Returns the weight it used, if it is accounted. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most hooks return nothing
  on_initialize?(ctx: Context): WeightValue | undefined | void;
  /** After the last extrinsic. */
  on_finalize?(ctx: Context): void;
  /** Writes the pallet's part of the first state. `genesis` is what the chain specification says. */
  genesis?(ctx: Context, genesis: GenesisConfig): void;
}

/** What a chain specification says about the first state; the runtime adds the fields as it does for {@link Config}. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the runtime through declaration merging
export interface GenesisConfig {}

/** Data a block author gives to inherents, by identifier (`timstap0`). */
export type InherentData = ReadonlyMap<string, Uint8Array>;

/** Calls that block authors put into a block themselves. */
export interface PalletInherent {
  /** The call for this block, if there is one. */
  create(ctx: Context, data: InherentData): CallValue | undefined;
  /** Whether a call of this pallet is an inherent. */
  isInherent(call: CallValue): boolean;
  /** Checks an inherent against the data; throws an InherentError to refuse the block. */
  check?(ctx: Context, call: CallValue, data: InherentData): void;
}

/** A pallet: data and functions, by the names the chain uses. */
export interface Pallet {
  readonly name: string;
  readonly index: number;
  /** Rust module of the pallet, as in the paths of its types; `pallet_<snake case name>::pallet` unless said. */
  readonly module?: string;
  /** Generic parameters that scale-info lists for calls, events and errors; `["T"]` unless said. */
  readonly generics?: Partial<Record<"calls" | "events" | "errors", readonly string[]>>;
  readonly storage?: AnyStorage;
  readonly calls?: Readonly<Record<string, AnyCall>>;
  readonly events?: AnyEvents;
  readonly errors?: PalletErrors;
  readonly constants?: Readonly<Record<string, ConstantDefinition>>;
  readonly hooks?: PalletHooks;
  readonly apis?: readonly RuntimeApi[];
  readonly inherent?: PalletInherent;
  /** Accepts unsigned transactions; throws a TransactionValidityError to refuse one. */
  validateUnsigned?(ctx: Context, call: CallValue, source: TransactionSource): Partial<ValidTransaction>;
  readonly docs?: string;
}

/** Declares a pallet. */
export function pallet<const P extends Pallet>(definition: P): P {
  return definition;
}

/** Rust module that the types of a pallet live in. */
export function palletModule(definition: Pallet): string {
  if (definition.module) return definition.module;
  const snake = definition.name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return `pallet_${snake}::pallet`;
}
