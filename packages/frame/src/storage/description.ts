import type { Config } from "../config.ts";
import type { AnyType } from "../types/index.ts";
import type { Hasher } from "./hashers.ts";

/** A storage item as the metadata describes it. */
export interface ItemDescription {
  readonly pallet: string;
  readonly name: string;
  readonly keys: readonly { readonly hasher: Hasher; readonly type: AnyType }[];
  readonly value: AnyType;
  /** `undefined` when the item is optional. */
  readonly fallback: ((config: Config) => unknown) | undefined;
  readonly docs: string | undefined;
}
