import type { AnyType, FieldDefinition, Shape } from "../types/type.ts";

/** An entry of the metadata's type registry, as `@polkadot-api/substrate-bindings` writes it. */
export interface RegistryEntry {
  id: number;
  path: string[];
  params: { name: string; type: number | undefined }[];
  def: RegistryShape;
  docs: string[];
}

export interface RegistryField {
  name: string | undefined;
  type: number;
  typeName: string | undefined;
  docs: string[];
}

export type RegistryShape =
  | { tag: "composite"; value: RegistryField[] }
  | { tag: "variant"; value: { name: string; fields: RegistryField[]; index: number; docs: string[] }[] }
  | { tag: "sequence" | "compact"; value: number }
  | { tag: "array"; value: { len: number; type: number } }
  | { tag: "tuple"; value: number[] }
  | { tag: "primitive"; value: { tag: string; value: undefined } };

/**
 * Numbers types depth-first, as `scale_info::Registry` does: a type takes its number before its parameters, and those
 * before its fields.
 */
export class Registry {
  readonly entries: RegistryEntry[] = [];
  readonly #ids = new Map<string, number>();

  id(given: AnyType): number {
    let type = given;
    while (type.definition.target) type = type.definition.target();
    const { key, path, params, docs } = type.definition;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.entries.length;
    this.#ids.set(key, id);
    const entry: RegistryEntry = {
      id,
      path: [...path],
      params: [],
      def: { tag: "tuple", value: [] },
      docs: [...docs],
    };
    this.entries.push(entry);
    entry.params = params.map(({ name, type: parameter }) => ({ name, type: parameter && this.id(parameter) }));
    entry.def = this.#shape(type.definition.shape());
    return id;
  }

  #shape(shape: Shape): RegistryShape {
    switch (shape.tag) {
      case "primitive":
        return { tag: "primitive", value: { tag: shape.name, value: undefined } };
      case "composite":
        return { tag: "composite", value: this.#fields(shape.fields) };
      case "variant":
        return {
          tag: "variant",
          value: shape.variants.map(({ name, index, fields, docs }) => ({
            name,
            index,
            fields: this.#fields(fields),
            docs: [...docs],
          })),
        };
      case "array":
        return { tag: "array", value: { len: shape.length, type: this.id(shape.item) } };
      case "tuple":
        return { tag: "tuple", value: shape.items.map((item) => this.id(item)) };
      default:
        return { tag: shape.tag, value: this.id(shape.item) };
    }
  }

  #fields(fields: readonly FieldDefinition[]): RegistryField[] {
    return fields.map(({ name, type, label, docs }) => ({
      name,
      type: this.id(type),
      typeName: label ?? type.definition.label,
      docs: [...(docs ?? [])],
    }));
  }
}
