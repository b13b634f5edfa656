import type { Config } from "./config.ts";
import type { AnyType, Type } from "./types/index.ts";

/** A constant of a pallet: part of the metadata, and readable by name. */
export interface ConstantDefinition<T = unknown> {
  readonly type: AnyType;
  readonly docs: string | undefined;
  /** The value under a configuration. */
  valueIn(config: Config): T;
  /** The value in a context. */
  get(ctx: { readonly config: Config }): T;
}

/** Declares a constant; its value may depend on the chain's configuration. */
export function constant<T>(
  type: Type<T>,
  value: NoInfer<T> | ((config: Config) => NoInfer<T>),
  docs?: string,
): ConstantDefinition<T> {
  const valueIn = typeof value === "function" ? (value as (config: Config) => T) : () => value as T;
  return { type, docs, valueIn, get: (ctx) => valueIn(ctx.config) };
}
