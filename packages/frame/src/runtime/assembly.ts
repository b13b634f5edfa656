import type { AnyCall, CallValue } from "../call.ts";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { TransactionExtension } from "../extension.ts";
import type { Origin } from "../origin.ts";
import type { Pallet } from "../pallet.ts";
import type { SystemInterface } from "../system-interface.ts";
import type { OuterTypes } from "../types/index.ts";
import type { DispatchInfo } from "../weight.ts";
import { RuntimeDefinitionError } from "./errors.ts";

/** A check at every dispatch, nested calls included (`DispatchExtension` of subtensor's SDK fork). */
export interface DispatchGuard {
  readonly name: string;
  /** Throws a DispatchFailure to refuse the call. */
  check(ctx: Context, origin: Origin, call: CallValue): void;
}

/** Identity of a runtime; the API table is added when it is assembled. */
export interface VersionInput {
  readonly specName: string;
  readonly implName: string;
  readonly authoringVersion: number;
  readonly specVersion: number;
  readonly implVersion: number;
  readonly transactionVersion: number;
  readonly systemVersion: number;
}

/** What a runtime is made of. */
export interface RuntimeDefinition {
  readonly version: VersionInput;
  readonly config: Config;
  readonly pallets: readonly Pallet[];
  readonly system: SystemInterface;
  /** Transaction extensions in the order of their bytes. */
  readonly extensions: readonly TransactionExtension[];
  /** Which calls may be dispatched by others than root; all unless given. */
  readonly callFilter?: (ctx: Context, call: CallValue) => boolean;
  readonly guards?: readonly DispatchGuard[];
  /** Rust crate in the paths of the runtime-wide enums; `<spec name>_runtime` unless said. */
  readonly crate?: string;
}

/** A runtime's parts, indexed. */
export class Assembly {
  readonly definition: RuntimeDefinition;
  /** By ascending index: the order of hooks and of the metadata. */
  readonly pallets: readonly Pallet[];
  readonly types: OuterTypes;
  /** Rust crate in the paths of the runtime-wide enums. */
  readonly crate: string;
  readonly #byName = new Map<string, Pallet>();

  constructor(definition: RuntimeDefinition, types: OuterTypes) {
    this.definition = definition;
    this.types = types;
    this.crate = crateOf(definition);
    this.pallets = sortPallets(definition.pallets);
    for (const pallet of this.pallets) this.#byName.set(pallet.name, pallet);
  }

  pallet(name: string): Pallet {
    const pallet = this.#byName.get(name);
    if (!pallet) throw new RuntimeDefinitionError(`the runtime has no pallet ${name}`);
    return pallet;
  }

  readonly palletIndex = (name: string): number => this.pallet(name).index;

  callDefinition(call: CallValue): AnyCall {
    const found = this.#byName.get(call.type)?.calls?.[call.value.type];
    if (!found) throw new RuntimeDefinitionError(`the runtime has no call ${call.type}.${call.value.type}`);
    return found;
  }

  /** Weight, class and payment of a call. */
  dispatchInfo(ctx: Context, call: CallValue): DispatchInfo {
    const { weight, class: dispatchClass = "normal", pays = true } = this.callDefinition(call);
    const args = call.value.value;
    return {
      weight: typeof weight === "function" ? weight(args, ctx) : weight,
      class: typeof dispatchClass === "function" ? dispatchClass(args, ctx) : dispatchClass,
      paysFee: typeof pays === "function" ? pays(args, ctx) : pays,
    };
  }
}

export function crateOf({ crate, version }: RuntimeDefinition): string {
  return crate ?? `${version.specName.replaceAll("-", "_")}_runtime`;
}

/** Pallets by ascending index; refuses two of one index or name. */
export function sortPallets(pallets: readonly Pallet[]): Pallet[] {
  const sorted = [...pallets].sort((a, b) => a.index - b.index);
  for (const [i, pallet] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before?.index === pallet.index) {
      throw new RuntimeDefinitionError(`the pallets ${before.name} and ${pallet.name} share index ${pallet.index}`);
    }
    if (sorted.findIndex((other) => other.name === pallet.name) !== i) {
      throw new RuntimeDefinitionError(`two pallets are named ${pallet.name}`);
    }
  }
  return sorted;
}
