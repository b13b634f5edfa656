import type { EventValue, FieldsValue, VariantInput, VariantInputs } from "./types/index.ts";

export type { EventRecordValue, EventValue, PhaseValue } from "./types/index.ts";

type EventConstructor<V extends VariantInput> = V extends readonly [number]
  ? () => EventValue
  : V[1] extends readonly unknown[]
    ? (...fields: PositionalFields<V[1]>) => EventValue
    : (fields: FieldsValue<V[1]>) => EventValue;

type PositionalFields<F> = F extends readonly []
  ? []
  : F extends readonly [unknown]
    ? [FieldsValue<F>]
    : FieldsValue<F> extends unknown[]
      ? FieldsValue<F>
      : never;

const DEFINITION = Symbol("events");

/** Makers of a pallet's events; what the metadata says of them travels along. */
export type PalletEvents<V extends VariantInputs = VariantInputs> = {
  readonly [K in keyof V]: EventConstructor<V[K]>;
} & { readonly [DEFINITION]: VariantInputs };

/** Any pallet's events, as the runtime sees them. */
export interface AnyEvents {
  readonly [DEFINITION]: VariantInputs;
}

/**
 * Declares the events of a pallet: `[index]`, `[index, fields]` or `[index, fields, docs]`.
 * Fields in an array are positional, fields in an object are named.
 *
 * ```ts
 * export const E = events("SubtensorModule", { NetworkAdded: [0, [u16, u16]], Foo: [3, { who: accountId }], Bare: [4] });
 * ctx.depositEvent(E.NetworkAdded(1, 0));
 * ```
 */
export function events<const V extends VariantInputs>(pallet: string, variants: V): PalletEvents<V> {
  const out: Record<string, unknown> & { [DEFINITION]: VariantInputs } = { [DEFINITION]: variants };
  for (const [name, [, fields]] of Object.entries(variants)) {
    out[name] =
      fields === undefined
        ? () => ({ type: pallet, value: { type: name } })
        : Array.isArray(fields)
          ? (...values: unknown[]) => ({ type: pallet, value: positional(name, values) })
          : (value: unknown) => ({ type: pallet, value: { type: name, value } });
  }
  return out as unknown as PalletEvents<V>;
}

function positional(type: string, values: unknown[]): EventValue["value"] {
  return values.length === 0 ? { type } : { type, value: values.length === 1 ? values[0] : values };
}

/** What was declared. */
export function eventVariants(declared: AnyEvents): VariantInputs {
  return declared[DEFINITION];
}
