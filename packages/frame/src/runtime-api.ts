import type { Context } from "./context.ts";
import type { NamedFields, StructOf, Type } from "./types/index.ts";

/** A method of a runtime API: a question about the state that clients ask through `state_call`. */
export interface ApiMethod<F extends NamedFields = NamedFields, R = unknown> {
  readonly args: F;
  readonly result: Type<R>;
  readonly docs?: string;
  /** Changes it makes to the state are dropped. */
  run(ctx: Context, args: StructOf<F>): R;
}

export interface RuntimeApi {
  readonly name: string;
  readonly version: number;
  readonly docs?: string;
  readonly methods: Readonly<Record<string, ApiMethod>>;
}

type Methods<A extends Readonly<Record<string, NamedFields>>, R extends Readonly<Record<keyof A, unknown>>> = {
  readonly [K in keyof A]: {
    readonly args: A[K];
    readonly result: Type<R[K]>;
    readonly docs?: string;
    run(ctx: Context, args: StructOf<A[K]>): NoInfer<R[K]>;
  };
};

/**
 * Declares a runtime API.
 *
 * ```ts
 * export const AccountNonceApi = runtimeApi("AccountNonceApi", 1, {
 *   account_nonce: { args: { account: accountId }, result: u32, run: (ctx, { account }) => nonceOf(ctx, account) },
 * });
 * ```
 */
export function runtimeApi<
  const A extends Readonly<Record<string, NamedFields>>,
  const R extends Readonly<Record<keyof A, unknown>>,
>(name: string, version: number, methods: Methods<A, R>, docs?: string): RuntimeApi {
  return { name, version, docs, methods: methods as unknown as RuntimeApi["methods"] };
}
