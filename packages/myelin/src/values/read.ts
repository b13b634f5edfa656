import { ArgumentError, type LookupType, nearest, type TypeRegistry } from "@myelin/client";
import { fromHex } from "@myelin/primitives/hex";
import { isAddress } from "@myelin/primitives/ss58";
import { parseAmount } from "../terminal/amount.ts";
import { parseJson } from "./json.ts";
import { isByte, typeName } from "./type-name.ts";

/**
 * A value of a chain's type from what a person wrote: text of the command line, or parsed JSON. Enums are `"Name"` or
 * `{"Name": value}`; bytes are `0x…` or text; accounts are SS58 or `0x…`; an absent option is `null`; 64-bit and wider
 * integers may be written as TAO, `2.5tao`, and come out as rao.
 *
 * @param path what the value is, for messages
 * @throws {ArgumentError} that names the place, the type and what would fit
 */
export function readValue(types: TypeRegistry, id: number, input: unknown, path: string): unknown {
  return new ValueReader(types).read(id, input, path);
}

type Enum = { readonly type: string; readonly value?: unknown };

class ValueReader {
  private readonly types: TypeRegistry;

  constructor(types: TypeRegistry) {
    this.types = types;
  }

  read(id: number, input: unknown, path: string): unknown {
    const type = this.types.type(id);
    switch (type.path.join("::")) {
      case "sp_core::crypto::AccountId32":
        return this.account(input, path);
      case "primitive_types::H256":
        return this.hex(id, input, 32, path);
      case "primitive_types::U256":
        return this.integer("u256", input, path);
      case "sp_runtime::multiaddress::MultiAddress":
        return typeof input === "string" && !isStructured(input)
          ? this.account(input, path)
          : this.plain(type, input, path);
      case "Option":
        return this.option(type, input, path);
      default:
        return this.plain(type, input, path);
    }
  }

  private plain({ id, def }: LookupType, input: unknown, path: string): unknown {
    switch (def.tag) {
      case "primitive":
        return this.primitive(def.value.tag, input, path);
      case "compact":
        return this.read(def.value, input, path);
      case "sequence":
        return isByte(this.types, def.value)
          ? this.bytes(id, input, path)
          : this.list(id, input, path).map((item, i) => this.read(def.value, item, `${path}[${i}]`));
      case "array":
        return this.array(id, def.value, input, path);
      case "tuple":
        return this.tuple(id, def.value, input, path);
      case "composite":
        return this.fields(id, def.value, input, path);
      case "variant":
        return this.variant(id, def.value, input, path);
      default:
        return this.refuse(id, input, path);
    }
  }

  private primitive(tag: string, input: unknown, path: string): unknown {
    if (tag === "bool") {
      if (input === true || input === "true" || input === "yes") return true;
      if (input === false || input === "false" || input === "no") return false;
      throw new ArgumentError(`${path} is ${shown(input)}; write true or false.`);
    }
    if (tag !== "str" && tag !== "char") return this.integer(tag, input, path);
    if (typeof input === "string") return input;
    throw new ArgumentError(`${path} is ${shown(input)}; write text.`);
  }

  private integer(tag: string, input: unknown, path: string): number | bigint {
    const bits = Number(tag.slice(1));
    const [least, most] =
      tag[0] === "i" ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n] : [0n, (1n << BigInt(bits)) - 1n];
    const value = wholeNumber(input, bits >= 64);
    if (value === undefined || value < least || value > most) {
      throw new ArgumentError(`${path} is ${shown(input)}; write a whole number from ${least} to ${most} (${tag}).`);
    }
    return bits >= 64 ? value : Number(value);
  }

  private account(input: unknown, path: string): string {
    if (typeof input === "string" && (isAddress(input) || /^0x[0-9a-f]{64}$/i.test(input))) return input;
    throw new ArgumentError(`${path} is ${shown(input)}; write an SS58 address, or 0x and 64 hexadecimal digits.`);
  }

  private hex(id: number, input: unknown, length: number, path: string): string {
    if (typeof input === "string" && new RegExp(`^0x[0-9a-f]{${2 * length}}$`, "i").test(input))
      return input.toLowerCase();
    return this.refuse(id, input, path, `0x and ${2 * length} hexadecimal digits`);
  }

  private bytes(id: number, input: unknown, path: string): Uint8Array {
    if (Array.isArray(input))
      return Uint8Array.from(input.map((item, i) => this.integer("u8", item, `${path}[${i}]`) as number));
    if (typeof input !== "string") return this.refuse(id, input, path, "0x… or text");
    if (!input.startsWith("0x")) return new TextEncoder().encode(input);
    if (/^0x([0-9a-f]{2})*$/i.test(input)) return fromHex(input);
    return this.refuse(id, input, path, "two hexadecimal digits for each byte after 0x");
  }

  private array(id: number, { len, type }: { len: number; type: number }, input: unknown, path: string): unknown {
    const items = isByte(this.types, type) ? this.bytes(id, input, path) : this.list(id, input, path);
    if (items.length !== len)
      throw new ArgumentError(`${path} has ${items.length} items; ${typeName(this.types, id)} has ${len}.`);
    return items instanceof Uint8Array ? items : items.map((item, i) => this.read(type, item, `${path}[${i}]`));
  }

  private tuple(id: number, items: readonly number[], input: unknown, path: string): unknown {
    if (items.length === 0) return undefined;
    const values = this.list(id, input, path);
    if (values.length !== items.length) {
      throw new ArgumentError(`${path} has ${values.length} items; ${typeName(this.types, id)} has ${items.length}.`);
    }
    return items.map((item, i) => this.read(item, values[i], `${path}[${i}]`));
  }

  /** `[…]`, or on the command line items with commas between them. */
  private list(id: number, input: unknown, path: string): unknown[] {
    if (Array.isArray(input)) return input;
    if (typeof input !== "string") return this.refuse(id, input, path, "a list, as [1, 2]");
    if (input.trim().startsWith("[")) return this.list(id, parseJson(input), path);
    return input.trim() === "" ? [] : input.split(",").map((item) => item.trim());
  }

  private fields(
    id: number,
    fields: readonly { name?: string; type: number }[],
    input: unknown,
    path: string,
  ): unknown {
    if (fields.length === 0) return undefined;
    if (fields[0]!.name === undefined) {
      const items = fields.map(({ type }) => type);
      return items.length === 1 ? this.read(items[0]!, input, path) : this.tuple(id, items, input, path);
    }
    const object = this.object(id, input, path);
    const names = fields.map(({ name }) => name!);
    const other = Object.keys(object).find((name) => !names.includes(name));
    if (other !== undefined)
      throw new ArgumentError(`${path} has no field "${other}"; its fields are ${names.join(", ")}.`);
    const entries = fields.map(({ name, type }) => {
      const isAbsent = !Object.hasOwn(object, name!) && this.types.type(type).path.join() !== "Option";
      if (isAbsent) throw new ArgumentError(`${path} lacks ${name}: ${typeName(this.types, type)}.`);
      return [name!, this.read(type, object[name!], `${path}.${name}`)];
    });
    return Object.fromEntries(entries);
  }

  private variant(
    id: number,
    variants: readonly { name: string; fields: { name?: string; type: number }[] }[],
    input: unknown,
    path: string,
  ): Enum {
    const { type, value } = this.chosen(id, input, path);
    const found = variants.find(({ name }) => name === type);
    if (found === undefined) {
      const names = variants.map(({ name }) => name);
      const near = nearest(type, names);
      const hint = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Choose one of ${names.join(", ")}.`;
      throw new ArgumentError(`${path} is ${shown(type)}, which ${typeName(this.types, id)} has not. ${hint}`);
    }
    if (found.fields.length === 0) return { type };
    return { type, value: this.fields(id, found.fields, value, `${path}.${type}`) };
  }

  /** `"Name"`, `{"Name": value}` or `{"type": "Name", "value": value}`. */
  private chosen(id: number, input: unknown, path: string): Enum {
    if (typeof input === "string" && !isStructured(input)) return { type: input };
    const object = this.object(id, input, path);
    const names = Object.keys(object);
    if (typeof object["type"] === "string" && names.every((name) => name === "type" || name === "value")) {
      return { type: object["type"], value: object["value"] };
    }
    if (names.length === 1) return { type: names[0]!, value: object[names[0]!] };
    return this.refuse(id, input, path, '"Name" or {"Name": value}');
  }

  private option({ params }: LookupType, input: unknown, path: string): unknown {
    if (input === null || input === undefined || input === "null" || input === "none") return undefined;
    return this.read(params[0]!.type!, input, path);
  }

  private object(id: number, input: unknown, path: string): Record<string, unknown> {
    if (typeof input === "string" && isStructured(input)) return this.object(id, parseJson(input), path);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
    return this.refuse(id, input, path, 'an object, as {"name": value}');
  }

  private refuse(id: number, input: unknown, path: string, how?: string): never {
    const type = typeName(this.types, id);
    throw new ArgumentError(`${path} is ${shown(input)}, no ${type}.${how === undefined ? "" : ` Write ${how}.`}`);
  }
}

function isStructured(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** `12`, `1_000`, `1,000`; with a unit, TAO as rao. */
function wholeNumber(input: unknown, amounts: boolean): bigint | undefined {
  if (typeof input === "bigint") return input;
  if (typeof input === "number") return Number.isSafeInteger(input) ? BigInt(input) : undefined;
  if (typeof input !== "string") return undefined;
  const amount = amounts ? /^([\d.,]+) ?(?:tao|τ)$/i.exec(input)?.[1] : undefined;
  if (amount !== undefined) return parseAmount(amount);
  const plain = input.trim();
  if (!/^-?\d+([_,]\d{3})*$/.test(plain) && !/^0x[0-9a-f]+$/i.test(plain)) return undefined;
  return BigInt(plain.replace(/[_,]/g, ""));
}

function shown(input: unknown): string {
  if (input === undefined) return "not given";
  const text = typeof input === "bigint" ? String(input) : (JSON.stringify(input) ?? String(input));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
