import { type Codec, type CodecValue, codec } from "./codec.ts";
import { readLength, writeLength } from "./compact.ts";
import { ScaleError } from "./error.ts";
import type { Reader } from "./reader.ts";

/** The empty value `()`. */
export const unit: Codec<undefined> = codec({ write: () => {}, read: () => undefined });

function checkArray(value: unknown, length?: number): void {
  if (!Array.isArray(value)) throw new ScaleError("SCALE_RANGE", "expected an array");
  if (length !== undefined && value.length !== length) {
    throw new ScaleError("SCALE_RANGE", `expected ${length} items, got ${value.length}`);
  }
}

function readItems<T>(reader: Reader, item: Codec<T>, count: number): T[] {
  if (item.readMany) return item.readMany(reader, count);
  const out: T[] = [];
  for (let i = 0; i < count; i++) out.push(item.read(reader));
  return out;
}

/** `Vec<T>` of items that take at least one byte each. */
export function vec<T>(item: Codec<T>): Codec<T[]> {
  return codec({
    write(writer, value) {
      checkArray(value);
      writeLength(writer, value.length);
      for (const entry of value) item.write(writer, entry);
    },
    read: (reader) => readItems(reader, item, readLength(reader)),
  });
}

/** `[T; length]`. */
export function array<T>(item: Codec<T>, length: number): Codec<T[]> {
  return codec({
    write(writer, value) {
      checkArray(value, length);
      for (const entry of value) item.write(writer, entry);
    },
    read: (reader) => readItems(reader, item, length),
  });
}

/** `Option<T>`; `None` is `undefined`. */
export function option<T>(inner: Codec<T>): Codec<T | undefined> {
  return codec<T | undefined>({
    write(writer, value) {
      writer.u8(value === undefined ? 0 : 1);
      if (value !== undefined) inner.write(writer, value);
    },
    read(reader) {
      const tag = reader.u8();
      if (tag > 1) throw new ScaleError("SCALE_INVALID", `${tag} is no option`);
      return tag === 1 ? inner.read(reader) : undefined;
    },
  });
}

type TupleValue<C extends readonly Codec<unknown>[]> = { -readonly [I in keyof C]: CodecValue<C[I]> };

/** A tuple of fixed length. */
export function tuple<const C extends readonly Codec<unknown>[]>(...items: C): Codec<TupleValue<C>> {
  return codec<TupleValue<C>>({
    write(writer, value) {
      checkArray(value, items.length);
      for (let i = 0; i < items.length; i++) items[i]!.write(writer, value[i]);
    },
    read(reader) {
      const out: unknown[] = [];
      for (const part of items) out.push(part.read(reader));
      return out as TupleValue<C>;
    },
  });
}

type StructValue<F> = { [K in keyof F]: CodecValue<F[K]> };

/** A struct: its fields one after the other, in the order given. Errors name the field. */
export function struct<const F extends Record<string, Codec<unknown>>>(fields: F): Codec<StructValue<F>> {
  const names = Object.keys(fields);
  const codecs = Object.values(fields);
  return codec<StructValue<F>>({
    write(writer, value) {
      if (typeof value !== "object" || value === null) throw new ScaleError("SCALE_RANGE", "expected an object");
      let i = 0;
      try {
        for (; i < names.length; i++) codecs[i]!.write(writer, (value as Record<string, unknown>)[names[i]!]);
      } catch (error) {
        throw ScaleError.within(error, names[i]!);
      }
    },
    read(reader) {
      const out: Record<string, unknown> = {};
      let i = 0;
      try {
        for (; i < names.length; i++) out[names[i]!] = codecs[i]!.read(reader);
      } catch (error) {
        throw ScaleError.within(error, names[i]!);
      }
      return out as StructValue<F>;
    },
  });
}

/** Name → [index] for a bare variant, [index, codec] for one that holds a value. */
export type Variants = Record<string, readonly [index: number, value?: Codec<unknown>]>;

/** `{ type }` for a bare variant, `{ type, value }` for one that holds a value. */
export type EnumValue<V extends Variants> = {
  [K in keyof V]: V[K] extends readonly [number, Codec<infer T>] ? { type: K; value: T } : { type: K };
}[keyof V];

/**
 * An enum: one byte of index, then the variant's value.
 *
 * @example
 * ```ts
 * const Era = enumeration({ Immortal: [0], Mortal: [1, u8] });
 * Era.encode({ type: "Mortal", value: 5 }); // 0x0105
 * ```
 */
export function enumeration<const V extends Variants>(variants: V): Codec<EnumValue<V>> {
  const byName = new Map<string, readonly [index: number, value: Codec<unknown> | undefined]>();
  const byIndex: ({ name: string; value: Codec<unknown> | undefined } | undefined)[] = [];
  for (const [name, [index, value]] of Object.entries(variants)) {
    if (byIndex[index])
      throw new ScaleError("SCALE_INVALID", `${name} and ${byIndex[index].name} share index ${index}`);
    byName.set(name, [index, value]);
    byIndex[index] = { name, value };
  }
  return codec<EnumValue<V>>({
    write(writer, given) {
      const { type, value } = (given ?? {}) as { type?: string; value?: unknown };
      const variant = byName.get(type as string);
      if (!variant)
        throw new ScaleError("SCALE_RANGE", `no variant ${String(type)}; known: ${[...byName.keys()].join(", ")}`);
      writer.u8(variant[0]);
      try {
        variant[1]?.write(writer, value);
      } catch (error) {
        throw ScaleError.within(error, type as string);
      }
    },
    read(reader) {
      const index = reader.u8();
      const variant = byIndex[index];
      if (!variant) throw new ScaleError("SCALE_INVALID", `no variant with index ${index}`);
      if (!variant.value) return { type: variant.name } as unknown as EnumValue<V>;
      try {
        return { type: variant.name, value: variant.value.read(reader) } as unknown as EnumValue<V>;
      } catch (error) {
        throw ScaleError.within(error, variant.name);
      }
    },
  });
}

export type ResultValue<T, E> = { ok: true; value: T } | { ok: false; error: E };

/** `Result<T, E>`. */
export function result<T, E>(ok: Codec<T>, err: Codec<E>): Codec<ResultValue<T, E>> {
  return codec<ResultValue<T, E>>({
    write(writer, value) {
      writer.u8(value.ok ? 0 : 1);
      if (value.ok) ok.write(writer, value.value);
      else err.write(writer, value.error);
    },
    read(reader) {
      const tag = reader.u8();
      if (tag > 1) throw new ScaleError("SCALE_INVALID", `${tag} is no result`);
      return tag === 0 ? { ok: true, value: ok.read(reader) } : { ok: false, error: err.read(reader) };
    },
  });
}

/** A codec that is known later, for types that hold themselves. Nesting is bounded when reading. */
export function lazy<T>(resolve: () => Codec<T>): Codec<T> {
  let inner: Codec<T> | undefined;
  const get = () => {
    inner ??= resolve();
    return inner;
  };
  return codec<T>({
    write: (writer, value) => get().write(writer, value),
    read(reader) {
      reader.enter();
      const value = get().read(reader);
      reader.leave();
      return value;
    },
  });
}
