import type { LookupType, TypeRegistry } from "@myelin/client";
import { toHex } from "@myelin/primitives/hex";
import { encodeAddress } from "@myelin/primitives/ss58";

/** A value of the chain as plain data: what JSON has, big integers, and bytes. */
export type Plain = null | boolean | number | bigint | string | Uint8Array | Plain[] | { [name: string]: Plain };

/**
 * A decoded value in the form that {@link readValue} reads: accounts as SS58, enums as `"Name"` or `{"Name": value}`, an
 * absent option as `null`.
 */
export function writeValue(types: TypeRegistry, id: number, value: unknown): Plain {
  const type = types.type(id);
  switch (type.path.join("::")) {
    case "sp_core::crypto::AccountId32":
      return encodeAddress(value as `0x${string}`);
    case "primitive_types::H256":
      return value as string;
    case "primitive_types::U256":
      return value as bigint;
    case "sp_runtime::multiaddress::MultiAddress":
      return accountOrVariant(types, type, value as Enum);
    case "Option":
      return value === undefined ? null : writeValue(types, type.params[0]!.type!, value);
    case "Result":
      return writeResult(types, type, value as Outcome);
    default:
      return writePlain(types, type, value);
  }
}

interface Enum {
  readonly type: string;
  readonly value?: unknown;
}

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

interface Field {
  readonly name?: string;
  readonly type: number;
}

function writePlain(types: TypeRegistry, { id, def }: LookupType, value: unknown): Plain {
  if (value instanceof Uint8Array) return value;
  switch (def.tag) {
    case "compact":
      return writeValue(types, def.value, value);
    case "sequence":
      return (value as unknown[]).map((item) => writeValue(types, def.value, item));
    case "array":
      return (value as unknown[]).map((item) => writeValue(types, def.value.type, item));
    case "tuple":
      return writeFields(
        types,
        def.value.map((type) => ({ type })),
        value,
        false,
      );
    case "composite":
      return writeFields(types, def.value, value, true);
    case "variant":
      return writeVariant(types, id, value as Enum);
    default:
      return value as Plain;
  }
}

/** A wrapper around one unnamed field is that field; a tuple of one item stays a tuple. */
function writeFields(types: TypeRegistry, fields: readonly Field[], value: unknown, unwraps: boolean): Plain {
  if (fields.length === 0) return null;
  if (fields[0]!.name !== undefined) {
    const object = value as Record<string, unknown>;
    return Object.fromEntries(fields.map(({ name, type }) => [name!, writeValue(types, type, object[name!])]));
  }
  if (unwraps && fields.length === 1) return writeValue(types, fields[0]!.type, value);
  return fields.map(({ type }, i) => writeValue(types, type, (value as unknown[])[i]));
}

function writeVariant(types: TypeRegistry, id: number, { type, value }: Enum): Plain {
  const fields = types.variants(id).find(({ name }) => name === type)!.fields;
  return fields.length === 0 ? type : { [type]: writeFields(types, fields, value, true) };
}

function accountOrVariant(types: TypeRegistry, { id }: LookupType, value: Enum): Plain {
  return value.type === "Id" ? encodeAddress(value.value as `0x${string}`) : writeVariant(types, id, value);
}

function writeResult(types: TypeRegistry, { params }: LookupType, outcome: Outcome): Plain {
  return outcome.ok
    ? { Ok: writeValue(types, params[0]!.type!, outcome.value) }
    : { Err: writeValue(types, params[1]!.type!, outcome.error) };
}

/** For JSON: bytes as `0x…`. Big integers are left to whoever makes the text. */
export function forJson(value: Plain): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(forJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, forJson(item)]));
}
