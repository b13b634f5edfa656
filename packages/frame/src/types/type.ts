import type { Codec } from "@myelin/primitives/scale";

/**
 * A SCALE type of the chain: how its values are encoded and how the metadata describes it.
 *
 * Types are compared by `definition.key`: two types with one key share one entry of the metadata's type registry.
 */
export interface Type<T> {
  readonly codec: Codec<T>;
  readonly definition: Definition;
}

/** The TypeScript type of a type's values. */
export type ValueOf<X> = X extends Type<infer T> ? T : never;

/** Any type, its values unknown. */
export type AnyType = Type<unknown>;

/** The same type under another name, as the chain's source has it: metadata tells the name beside each field. */
export function alias<T>({ codec, definition }: Type<T>, label: string): Type<T> {
  return { codec, definition: { ...definition, label } };
}

/** The part of a type that ends up in the metadata (`scale_info::Type`). */
export interface Definition {
  /** Identity in the registry; equal keys mean equal types. */
  readonly key: string;
  /** As a field of this type is named in the metadata (`typeName`), e.g. `Vec<u16>`. */
  readonly label: string;
  readonly path: readonly string[];
  readonly params: readonly TypeParameter[];
  readonly docs: readonly string[];
  /** Asked once a registry needs it, so that types may refer to each other in circles. */
  shape(): Shape;
  /** The type this one stands for; set by `lazy` and the runtime-wide enums. */
  target?(): AnyType;
}

export interface TypeParameter {
  readonly name: string;
  /** Absent for parameters that scale-info skips, such as bounds. */
  readonly type?: AnyType;
}

export interface FieldDefinition {
  readonly name?: string;
  readonly type: AnyType;
  readonly label?: string;
  readonly docs?: readonly string[];
}

export interface VariantDefinition {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly FieldDefinition[];
  readonly docs: readonly string[];
}

export type PrimitiveName =
  | "bool"
  | "char"
  | "str"
  | "u8"
  | "u16"
  | "u32"
  | "u64"
  | "u128"
  | "u256"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "i128"
  | "i256";

export type Shape =
  | { readonly tag: "primitive"; readonly name: PrimitiveName }
  | { readonly tag: "composite"; readonly fields: readonly FieldDefinition[] }
  | { readonly tag: "variant"; readonly variants: readonly VariantDefinition[] }
  | { readonly tag: "sequence"; readonly item: AnyType }
  | { readonly tag: "array"; readonly item: AnyType; readonly length: number }
  | { readonly tag: "tuple"; readonly items: readonly AnyType[] }
  | { readonly tag: "compact"; readonly item: AnyType };

type DefinitionParts = Pick<Definition, "key" | "shape"> & Partial<Definition>;

/** Completes a definition: no path, no parameters, the key as label. */
export function define<T>(codec: Codec<T>, parts: DefinitionParts): Type<T> {
  return { codec, definition: { label: parts.key, path: [], params: [], docs: [], ...parts } };
}

/** `"a::b::C"` → `["a", "b", "C"]` */
export function splitPath(path: string): string[] {
  return path.split("::");
}
