import { decodeAddress, toHex } from "@myelin/primitives";
import {
  accountId,
  array,
  bool,
  bytes,
  type Codec,
  compact,
  enumeration,
  fixedBytes,
  h256,
  i8,
  i16,
  i32,
  i64,
  i128,
  lazy,
  mapped,
  option,
  result,
  str,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u128,
  u256,
  unit,
  vec,
} from "@myelin/primitives/scale";

export interface Field {
  name?: string;
  type: number;
}

export interface Variant {
  name: string;
  index: number;
  fields: Field[];
  docs: string[];
}

export type Definition =
  | { tag: "composite"; value: Field[] }
  | { tag: "variant"; value: Variant[] }
  | { tag: "sequence" | "compact"; value: number }
  | { tag: "array"; value: { len: number; type: number } }
  | { tag: "tuple"; value: number[] }
  | { tag: "primitive"; value: { tag: string } }
  | { tag: "bitSequence"; value: unknown };

/** A type as the metadata defines it; numbers refer to other types. */
export interface LookupType {
  id: number;
  path: string[];
  params: { name: string; type?: number }[];
  def: Definition;
}

type AnyCodec = Codec<unknown>;

const PRIMITIVES: Record<string, Codec<never>> = {
  bool: bool as Codec<never>,
  str: str as Codec<never>,
  u8: u8 as Codec<never>,
  u16: u16 as Codec<never>,
  u32: u32 as Codec<never>,
  u64: u64 as Codec<never>,
  u128: u128 as Codec<never>,
  u256: u256 as Codec<never>,
  i8: i8 as Codec<never>,
  i16: i16 as Codec<never>,
  i32: i32 as Codec<never>,
  i64: i64 as Codec<never>,
  i128: i128 as Codec<never>,
};

/**
 * Turns the type table of a chain's metadata into codecs.
 *
 * Values look as they do in the runtime: 64-bit and wider integers are `bigint`, `Vec<u8>` and `[u8; n]` are bytes,
 * AccountId32 and H256 are `0x…` text (an SS58 address is accepted where an account is written), a struct is an object
 * with the chain's field names, an enum is `{ type, value? }`, an `Option` is the value or `undefined`, and a wrapper
 * around a single unnamed field is that field.
 */
export class TypeRegistry {
  readonly #types: Map<number, LookupType>;
  readonly #codecs = new Map<number, AnyCodec>();
  readonly #building = new Set<number>();

  constructor(lookup: LookupType[]) {
    this.#types = new Map(lookup.map((type) => [type.id, type]));
  }

  codec(id: number): AnyCodec {
    const known = this.#codecs.get(id);
    if (known !== undefined) return known;
    if (this.#building.has(id)) return lazy(() => this.codec(id));
    this.#building.add(id);
    const built = this.#build(this.type(id));
    this.#building.delete(id);
    this.#codecs.set(id, built);
    return built;
  }

  variants(id: number): Variant[] {
    const { def } = this.type(id);
    return def.tag === "variant" ? def.value : [];
  }

  tupleItems(id: number): number[] {
    const { def } = this.type(id);
    return def.tag === "tuple" ? def.value : [id];
  }

  /** Whether a value of this type takes no bytes. */
  isEmpty(id: number): boolean {
    const { def } = this.type(id);
    if (def.tag === "tuple") return def.value.every((item) => this.isEmpty(item));
    return def.tag === "composite" && def.value.every((field) => this.isEmpty(field.type));
  }

  /** The definition behind a number of the type table. */
  type(id: number): LookupType {
    const type = this.#types.get(id);
    if (type === undefined) throw new RangeError(`The metadata has no type ${id}`);
    return type;
  }

  #build(type: LookupType): AnyCodec {
    const special = this.#special(type);
    if (special !== undefined) return special;
    const { def } = type;
    switch (def.tag) {
      case "primitive":
        return PRIMITIVES[def.value.tag] as AnyCodec;
      case "compact":
        return this.#compact(def.value);
      case "sequence":
        return this.#isByte(def.value) ? (bytes as AnyCodec) : (vec(this.codec(def.value)) as AnyCodec);
      case "array":
        return this.#isByte(def.value.type)
          ? (fixedBytes(def.value.len) as AnyCodec)
          : (array(this.codec(def.value.type), def.value.len) as AnyCodec);
      case "tuple":
        return this.#tuple(def.value);
      case "composite":
        return this.#fields(def.value);
      case "variant":
        return this.#enumeration(def.value);
      default:
        throw new RangeError(`Type ${type.id} is a bit sequence, which no call or storage item of this chain uses`);
    }
  }

  /** Types that get a form of their own, recognised by the path that Substrate gives them. */
  #special(type: LookupType): AnyCodec | undefined {
    switch (type.path.join("::")) {
      case "sp_core::crypto::AccountId32":
        return account as AnyCodec;
      case "primitive_types::H256":
        return h256 as AnyCodec;
      case "primitive_types::U256":
        return u256 as AnyCodec;
      case "sp_runtime::multiaddress::MultiAddress":
        return this.#multiAddress(type);
      case "Option":
        return option(this.codec(type.params[0].type!)) as AnyCodec;
      case "Result":
        return result(this.codec(type.params[0].type!), this.codec(type.params[1].type!)) as AnyCodec;
      default:
        return undefined;
    }
  }

  /** Text stands for the usual case, an account. */
  #multiAddress(type: LookupType): AnyCodec {
    if (type.def.tag !== "variant") throw new RangeError("MultiAddress is no enum in this metadata");
    return mapped(
      this.#enumeration(type.def.value),
      (value) => value,
      (value) => (typeof value === "string" ? { type: "Id", value } : value),
    );
  }

  #compact(inner: number): AnyCodec {
    const { def } = this.type(inner);
    if (def.tag === "composite" && def.value.length === 1) return this.#compact(def.value[0].type);
    if (this.isEmpty(inner)) return unit as AnyCodec;
    return compact(this.codec(inner) as Codec<bigint>) as AnyCodec;
  }

  #tuple(items: number[]): AnyCodec {
    if (items.length === 0) return unit as AnyCodec;
    return tuple(...(items.map((id) => this.codec(id)) as Codec<never>[])) as AnyCodec;
  }

  #fields(fields: Field[]): AnyCodec {
    if (fields.length === 0) return unit as AnyCodec;
    if (fields.every((field) => field.name === undefined)) {
      return fields.length === 1 ? this.codec(fields[0].type) : this.#tuple(fields.map((field) => field.type));
    }
    const entries = fields.map((field) => [field.name!, this.codec(field.type)]);
    return struct(Object.fromEntries(entries) as Record<string, Codec<never>>) as AnyCodec;
  }

  #enumeration(variants: Variant[]): AnyCodec {
    const entries = variants.map((variant) => {
      const entry = variant.fields.length === 0 ? [variant.index] : [variant.index, this.#fields(variant.fields)];
      return [variant.name, entry];
    });
    return enumeration(Object.fromEntries(entries)) as AnyCodec;
  }

  #isByte(id: number): boolean {
    const { def } = this.type(id);
    return def.tag === "primitive" && def.value.tag === "u8";
  }
}

/** Writes an account given as `0x…` or as an SS58 address; reads it as `0x…`. */
const account: Codec<string> = mapped(
  accountId as Codec<string>,
  (value) => value,
  (value) => (value.startsWith("0x") ? value.toLowerCase() : toHex(decodeAddress(value))),
);
