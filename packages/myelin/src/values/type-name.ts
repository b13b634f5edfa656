import type { TypeRegistry } from "@myelin/client";

const DEEPEST = 3;

/**
 * A type as people write it: `u16`, `Vec<(u16, u16)>`, `AccountId32`, `{netuid: u16, …}`. Enums and structs are named.
 * @example typeName(client.metadata.types, client.metadata.storage("SubtensorModule", "Tempo").valueType) // "u16"
 */
export function typeName(types: TypeRegistry, id: number, depth = 0): string {
  const { path, params, def } = types.type(id);
  const name = path.at(-1);
  const inner = (other: number) => (depth >= DEEPEST ? "…" : typeName(types, other, depth + 1));
  switch (def.tag) {
    case "primitive":
      return def.value.tag;
    case "compact":
      return inner(def.value);
    case "sequence":
      return isByte(types, def.value) ? "bytes" : `Vec<${inner(def.value)}>`;
    case "array":
      return isByte(types, def.value.type) ? `bytes[${def.value.len}]` : `[${inner(def.value.type)}; ${def.value.len}]`;
    case "tuple":
      return `(${def.value.map(inner).join(", ")})`;
    case "composite":
      return compositeName(types, def.value, name, inner);
    case "variant": {
      const shown = params.flatMap(({ type }) => (type === undefined ? [] : [inner(type)]));
      if (name === "MultiAddress") return "AccountId32";
      return name === "Option" || name === "Result" ? `${name}<${shown.join(", ")}>` : (name ?? "enum");
    }
    default:
      return "bits";
  }
}

/** A wrapper around one unnamed field, such as a bounded list, is what it wraps. */
function compositeName(
  types: TypeRegistry,
  fields: readonly { name?: string; type: number }[],
  name: string | undefined,
  inner: (id: number) => string,
): string {
  if (name === "AccountId32" || name === "H256" || name === "U256") return name;
  const [only, ...others] = fields;
  if (only !== undefined && others.length === 0 && only.name === undefined) return inner(only.type);
  if (name !== undefined && name !== "") return name;
  return `{${fields.map((field) => `${field.name}: ${typeName(types, field.type, DEEPEST)}`).join(", ")}}`;
}

export function isByte(types: TypeRegistry, id: number): boolean {
  const { def } = types.type(id);
  return def.tag === "primitive" && def.value.tag === "u8";
}
