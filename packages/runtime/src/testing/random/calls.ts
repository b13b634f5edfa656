/** Random calls of a runtime, made from the types of its metadata: a call that is added takes part at once. */
import type { AccountId, AnyType, CallValue, Runtime, VariantDefinition } from "@myelin/frame";
import { fromHex } from "@myelin/primitives/hex";
import { compact, ScaleError, u8, u16, u32, u64, u128, Writer } from "@myelin/primitives/scale";
import { FIELD_VALUES } from "./field-values.ts";
import type { Focus } from "./focus.ts";
import type { Random } from "./random.ts";

/** Who and what calls may name. */
export interface Cast {
  readonly coldkeys: readonly AccountId[];
  readonly hotkeys: readonly AccountId[];
  /** Subnets that exist now, root included. */
  netuids(): readonly number[];
}

/** Calls that may write any figure, stop the run, or belong to the block's author: no supply could be kept under them. */
const LEFT_OUT = new Set([
  "System.set_storage",
  "System.kill_storage",
  "System.kill_prefix",
  "System.set_heap_pages",
  "Balances.force_adjust_total_issuance",
  "Balances.force_set_balance",
  "Sudo.set_key",
  "Sudo.remove_key",
  "Timestamp.set",
  // What it burns of parents' dividends leaves the outstanding alpha and is paid out all the same, as on the chain
  // (run_coinbase.rs: get_parent_child_dividends_distribution recycles, calculate_dividend_distribution divides the whole pot).
  "AdminUtils.sudo_set_ck_burn",
]);
const DEEPEST = 2;
const ATTEMPTS = 200;
const INTEGERS = { u8, u16, u32, u64, u128 };
const BYTES_OF: Readonly<Record<string, number>> = { u256: 32, i8: 1, i16: 2, i32: 4, i64: 8, i128: 16, i256: 32 };

interface Named {
  readonly pallet: VariantDefinition;
  readonly call: VariantDefinition;
}

export class CallMaker {
  readonly #runtime: Runtime;
  readonly #random: Random;
  readonly #cast: Cast;
  readonly #calls = new Map<string, Named>();
  #focus: Focus | undefined;
  #depth = 0;
  /** Length of the lists of one call: lists that belong together are equally long. */
  #length = 0;

  constructor(runtime: Runtime, random: Random, cast: Cast) {
    this.#runtime = runtime;
    this.#random = random;
    this.#cast = cast;
    for (const pallet of variantsOf(runtime.types.call)) {
      for (const call of variantsOf(pallet.fields[0]!.type)) {
        const name = `${pallet.name}.${call.name}`;
        if (!LEFT_OUT.has(name)) this.#calls.set(name, { pallet, call });
      }
    }
  }

  /** Names of all calls that take part: `Balances.burn`. */
  get names(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** A call by name with random arguments, about `focus` if given. Arguments beyond a type's bounds are made anew. */
  make(name: string, focus?: Focus): CallValue {
    this.#focus = focus;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const writer = new Writer();
      this.#depth = 0;
      this.#writeCall(writer, name);
      try {
        return this.#runtime.types.call.codec.decode(writer.finish());
      } catch (error) {
        if (!(error instanceof ScaleError)) throw error;
      }
    }
    throw new Error(`no random arguments fit ${name}: give them a value in field-values.ts`);
  }

  #writeCall(writer: Writer, name: string): void {
    const { pallet, call } = this.#calls.get(name)!;
    writer.u8(pallet.index);
    writer.u8(call.index);
    this.#length = this.#random.between(1, 6);
    for (const { name: field, type } of call.fields) this.#write(writer, type, field ?? "");
  }

  #write(writer: Writer, type: AnyType, field: string): void {
    const { key, path } = type.definition;
    if (path.at(-1) === "RuntimeCall" || type.definition.target?.() === this.#runtime.types.call) {
      this.#writeInnerCall(writer);
    } else if (path.at(-1) === "AccountId32") writer.raw(fromHex(this.#account(field)));
    else if (/netuid$/.test(field) && (key === "u16" || path.at(-1) === "NetUid")) writer.u16(this.#netuid(field));
    else if (!this.#writeKnown(writer, type, field)) this.#writeShape(writer, type, field);
  }

  /** Whether the argument has a value by its name, and one that fits its type. */
  #writeKnown(writer: Writer, type: AnyType, field: string): boolean {
    const known = FIELD_VALUES[field];
    if (!known) return false;
    try {
      writer.raw(type.codec.encode(known(this.#random, this.#length)));
      return true;
    } catch (error) {
      if (error instanceof ScaleError) return false;
      throw error;
    }
  }

  #writeInnerCall(writer: Writer): void {
    this.#depth += 1;
    const length = this.#length;
    this.#writeCall(writer, this.#depth > DEEPEST ? "System.remark" : this.#random.pick(this.names));
    this.#length = length;
    this.#depth -= 1;
  }

  #account(field: string): AccountId {
    const { hotkeys, coldkeys } = this.#cast;
    if (field === "hotkey" || field === "origin_hotkey") return this.#focus?.hotkey ?? this.#random.pick(hotkeys);
    return this.#random.pick(field.includes("hotkey") || this.#random.chance(5) ? hotkeys : coldkeys);
  }

  #netuid(field: string): number {
    if (this.#focus && !field.startsWith("destination")) return this.#focus.netuid;
    return this.#random.chance(3) ? this.#random.below(200) : this.#random.pick(this.#cast.netuids());
  }

  #writeShape(writer: Writer, type: AnyType, field: string): void {
    const shape = type.definition.shape();
    switch (shape.tag) {
      case "primitive":
        this.#writePrimitive(writer, shape.name);
        return;
      case "compact":
        this.#writeCompact(writer, shape.item);
        return;
      case "composite":
        for (const part of shape.fields) this.#write(writer, part.type, part.name ?? field);
        return;
      case "tuple":
        for (const item of shape.items) this.#write(writer, item, field);
        return;
      case "array":
        for (let i = 0; i < shape.length; i++) this.#write(writer, shape.item, field);
        return;
      case "sequence": {
        writer.raw(compact(u32).encode(this.#length));
        for (let i = 0; i < this.#length; i++) this.#write(writer, shape.item, field);
        return;
      }
      case "variant":
        this.#writeVariant(writer, type, field);
    }
  }

  #writeCompact(writer: Writer, item: AnyType): void {
    const bits = Math.min(44, Number(item.definition.key.slice(1)) || 0);
    writer.raw(compact(u64).encode(this.#random.magnitude(bits)));
  }

  /** Addresses are account ids, for no other kind resolves. */
  #writeVariant(writer: Writer, type: AnyType, field: string): void {
    const variants = variantsOf(type);
    const isAddress = type.definition.path.at(-1) === "MultiAddress";
    const variant = isAddress ? variants[0]! : this.#random.pick(variants);
    writer.u8(variant.index);
    for (const part of variant.fields) this.#write(writer, part.type, part.name ?? field);
  }

  #writePrimitive(writer: Writer, name: string): void {
    const random = this.#random;
    if (name === "bool") writer.u8(random.below(2));
    else if (name === "u64") writer.u64(random.magnitude(random.chance(90) ? 44 : 64));
    else if (name === "u128") writer.raw(u128.encode(random.magnitude(128)));
    else if (name in INTEGERS) {
      const bits = Number(name.slice(1));
      writer.raw(INTEGERS[name as "u16"].encode(Number(random.magnitude(bits))));
    } else for (let i = 0; i < BYTES_OF[name]!; i++) writer.u8(random.below(256));
  }
}

function variantsOf(type: AnyType): readonly VariantDefinition[] {
  const target = type.definition.target?.() ?? type;
  const shape = target.definition.shape();
  return shape.tag === "variant" ? shape.variants : [];
}
