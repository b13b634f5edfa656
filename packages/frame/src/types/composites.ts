import * as scale from "@myelin/primitives/scale";
import { unit } from "./basic.ts";
import { tuple } from "./collections.ts";
import {
  type AnyType,
  define,
  type FieldDefinition,
  splitPath,
  type Type,
  type TypeParameter,
  type ValueOf,
  type VariantDefinition,
} from "./type.ts";

export type NamedFields = Readonly<Record<string, AnyType>>;
export type Fields = readonly AnyType[] | NamedFields;

/** Options of a composite type: what its definition says beyond the fields. */
export interface CompositeOptions {
  readonly docs?: string | readonly string[];
  readonly params?: readonly TypeParameter[];
  /** Told apart from other types of the same path and the same field types. Seldom needed. */
  readonly key?: string;
}

type OptionsOrDocs = string | readonly string[] | CompositeOptions;

export type StructOf<F extends NamedFields> = { [K in keyof F]: ValueOf<F[K]> };

/**
 * A struct with named fields; its values are objects with the same names.
 *
 * ```ts
 * const AccountData = struct("pallet_balances::types::AccountData", { free: u64, reserved: u64, frozen: u64, flags: u128 });
 * ```
 */
export function struct<F extends NamedFields>(path: string, fields: F, options: OptionsOrDocs = {}): Type<StructOf<F>> {
  const codec = scale.struct(codecsOf(fields)) as unknown as scale.Codec<StructOf<F>>;
  return composite(path, codec, namedFields(fields), options);
}

/** A tuple struct of one field; its values are the field's values. */
export function newtype<T>(path: string, inner: Type<T>, options: OptionsOrDocs = {}): Type<T> {
  return composite(path, inner.codec, [{ type: inner }], options);
}

/** A struct of one named field (`struct { bits: u128 }`); its values are the field's values. */
export function namedNewtype<T>(path: string, name: string, inner: Type<T>, options: OptionsOrDocs = {}): Type<T> {
  return composite(path, inner.codec, [{ name, type: inner }], options);
}

/** A type that only exists in Rust's source: on the wire and in the metadata it is the inner type itself. */
export function transparent<T>(inner: Type<T>): Type<T> {
  return inner;
}

/** A tuple struct of several fields; its values are arrays. */
export function tupleStruct<const X extends readonly AnyType[]>(path: string, items: X, options: OptionsOrDocs = {}) {
  return composite(
    path,
    tuple(...items).codec,
    items.map((type) => ({ type })),
    options,
  );
}

/** A type without bytes that only carries a name, such as `typenum::uint::UTerm`. */
export function marker(path: string, options: OptionsOrDocs = {}): Type<undefined> {
  return composite(path, unit.codec, [], options);
}

/** `[index]`, `[index, fields]` or `[index, fields, docs]`; fields are one type, several types, or named types. */
export type VariantInput = readonly [index: number, fields?: AnyType | Fields, docs?: string];
export type VariantInputs = Readonly<Record<string, VariantInput>>;

/** Value of a variant's fields: of one unnamed field its value, of several an array, of named ones an object. */
export type FieldsValue<F> = F extends AnyType
  ? ValueOf<F>
  : F extends readonly []
    ? undefined
    : F extends readonly [infer One]
      ? ValueOf<One>
      : F extends readonly AnyType[]
        ? { -readonly [I in keyof F]: ValueOf<F[I]> }
        : F extends NamedFields
          ? { [K in keyof F]: ValueOf<F[K]> }
          : never;

export type EnumOf<V extends VariantInputs> = {
  [K in keyof V & string]: V[K] extends readonly [number]
    ? { readonly type: K; readonly value?: undefined }
    : { readonly type: K; readonly value: FieldsValue<V[K][1]> };
}[keyof V & string];

/**
 * An enum; its values are `{ type }` or `{ type, value }`.
 *
 * ```ts
 * const Phase = enumeration("frame_system::Phase", { ApplyExtrinsic: [0, u32], Finalization: [1], Initialization: [2] });
 * ```
 */
export function enumeration<const V extends VariantInputs>(
  path: string,
  variants: V,
  options: OptionsOrDocs = {},
): Type<EnumOf<V>> {
  const codecs: Record<string, readonly [number, scale.Codec<never>?]> = {};
  for (const [name, [index, fields]] of Object.entries(variants)) {
    const codec = fieldsCodec(fields);
    codecs[name] = codec ? [index, codec as scale.Codec<never>] : [index];
  }
  const { docs, params, key } = optionsOf(options);
  const definitions = variantDefinitions(variants);
  return define(scale.enumeration(codecs) as unknown as scale.Codec<EnumOf<V>>, {
    key: key ?? keyOf(path, params, definitions.map(variantKey).join("|")),
    label: labelOf(path, params),
    path: splitPath(path),
    params,
    docs,
    shape: () => ({ tag: "variant", variants: definitions }),
  });
}

/** An enum of bare variants, numbered in order of mention; its values are the names themselves. */
export function names<const N extends readonly string[]>(path: string, ...list: N): Type<N[number]> {
  const variants = list.map((name, index) => ({ name, index, fields: [], docs: [] }));
  const codec = scale.mapped(
    scale.enumeration(Object.fromEntries(list.map((name, index) => [name, [index]]))) as scale.Codec<{ type: string }>,
    ({ type }) => type as N[number],
    (type) => ({ type }),
  );
  return define(codec, {
    key: keyOf(path, [], list.join("|")),
    label: labelOf(path, []),
    path: splitPath(path),
    shape: () => ({ tag: "variant", variants }),
  });
}

/** Codec of the fields of a variant, a call or an event; undefined when there are none. */
export function fieldsCodec(fields: AnyType | Fields | undefined): scale.Codec<unknown> | undefined {
  if (fields === undefined) return undefined;
  if (isType(fields)) return fields.codec;
  if (!Array.isArray(fields)) {
    const named = fields as NamedFields;
    return Object.keys(named).length === 0
      ? undefined
      : (scale.struct(codecsOf(named)) as unknown as scale.Codec<unknown>);
  }
  const list = fields as readonly AnyType[];
  if (list.length === 0) return undefined;
  return list.length === 1 ? list[0]!.codec : (tuple(...list).codec as unknown as scale.Codec<unknown>);
}

export function variantDefinitions(variants: VariantInputs): VariantDefinition[] {
  return Object.entries(variants).map(([name, [index, fields, docs]]) => ({
    name,
    index,
    fields: fieldDefinitions(fields),
    docs: docs ? [docs] : [],
  }));
}

function fieldDefinitions(fields: AnyType | Fields | undefined): FieldDefinition[] {
  if (fields === undefined) return [];
  if (isType(fields)) return [{ type: fields }];
  if (Array.isArray(fields)) return (fields as readonly AnyType[]).map((type) => ({ type }));
  return namedFields(fields as NamedFields);
}

function isType(fields: AnyType | Fields): fields is AnyType {
  return "codec" in fields && "definition" in fields;
}

function namedFields(fields: NamedFields): FieldDefinition[] {
  return Object.entries(fields).map(([name, type]) => ({ name, type }));
}

function codecsOf(fields: NamedFields): Record<string, scale.Codec<never>> {
  return Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, type.codec as scale.Codec<never>]));
}

function composite<T>(
  path: string,
  codec: scale.Codec<T>,
  fields: readonly FieldDefinition[],
  options: OptionsOrDocs,
): Type<T> {
  const { docs, params, key } = optionsOf(options);
  return define(codec, {
    key: key ?? keyOf(path, params, fields.map(fieldKey).join(",")),
    label: labelOf(path, params),
    path: splitPath(path),
    params,
    docs,
    shape: () => ({ tag: "composite", fields }),
  });
}

function optionsOf(options: OptionsOrDocs): {
  docs: readonly string[];
  params: readonly TypeParameter[];
  key?: string;
} {
  if (typeof options === "string") return { docs: [options], params: [] };
  if (Array.isArray(options)) return { docs: options as readonly string[], params: [] };
  const { docs = [], params = [], key } = options as CompositeOptions;
  return { docs: typeof docs === "string" ? [docs] : docs, params, key };
}

function labelOf(path: string, params: readonly TypeParameter[]): string {
  const name = splitPath(path).at(-1)!;
  const shown = params.flatMap((p) => (p.type ? [p.type.definition.label] : []));
  return shown.length === 0 ? name : `${name}<${shown.join(", ")}>`;
}

function keyOf(path: string, params: readonly TypeParameter[], inside: string): string {
  return `${path}<${params.map((p) => p.type?.definition.key ?? "").join(",")}>{${inside}}`;
}

function fieldKey(field: FieldDefinition): string {
  return `${field.name ?? ""}:${field.type.definition.key}`;
}

function variantKey(variant: VariantDefinition): string {
  return `${variant.name}=${variant.index}(${variant.fields.map(fieldKey).join(",")})`;
}
