import * as scale from "@myelin/primitives/scale";
import { type AnyType, define, splitPath, type Type, type TypeParameter, type ValueOf } from "./type.ts";

/** `Vec<T>` */
export function vec<T>(item: Type<T>): Type<T[]> {
  return define(scale.vec(item.codec), {
    key: `Vec<${item.definition.key}>`,
    label: `Vec<${item.definition.label}>`,
    shape: () => ({ tag: "sequence", item }),
  });
}

/** `[T; length]` */
export function array<T>(item: Type<T>, length: number): Type<T[]> {
  return define(scale.array(item.codec, length), {
    key: `[${item.definition.key}; ${length}]`,
    label: `[${item.definition.label}; ${length}]`,
    shape: () => ({ tag: "array", item, length }),
  });
}

/** `Option<T>`; `None` is `undefined`. */
export function option<T>(inner: Type<T>): Type<T | undefined> {
  return define(scale.option(inner.codec), {
    key: `Option<${inner.definition.key}>`,
    label: `Option<${inner.definition.label}>`,
    path: ["Option"],
    params: [{ name: "T", type: inner }],
    shape: () => ({
      tag: "variant",
      variants: [
        { name: "None", index: 0, fields: [], docs: [] },
        { name: "Some", index: 1, fields: [{ type: inner }], docs: [] },
      ],
    }),
  });
}

export type ResultOf<T, E> = { ok: true; value: T } | { ok: false; error: E };

/** `Result<T, E>` as `{ ok: true, value }` or `{ ok: false, error }`. */
export function result<T, E>(ok: Type<T>, err: Type<E>): Type<ResultOf<T, E>> {
  return define(scale.result(ok.codec, err.codec), {
    key: `Result<${ok.definition.key}, ${err.definition.key}>`,
    label: `Result<${ok.definition.label}, ${err.definition.label}>`,
    path: ["Result"],
    params: [
      { name: "T", type: ok },
      { name: "E", type: err },
    ],
    shape: () => ({
      tag: "variant",
      variants: [
        { name: "Ok", index: 0, fields: [{ type: ok }], docs: [] },
        { name: "Err", index: 1, fields: [{ type: err }], docs: [] },
      ],
    }),
  });
}

/** `Compact<T>` of an unsigned integer, or of unit (which takes no bytes). */
export function compact<T extends number | bigint | undefined>(inner: Type<T>): Type<T> {
  const codec = inner.definition.key === "()" ? inner.codec : scale.compact(inner.codec as scale.Codec<never>);
  return define(codec as scale.Codec<T>, {
    key: `Compact<${inner.definition.key}>`,
    label: inner.definition.label,
    shape: () => ({ tag: "compact", item: inner }),
  });
}

type TupleOf<X extends readonly AnyType[]> = { -readonly [I in keyof X]: ValueOf<X[I]> };

/** `(A, B, …)` */
export function tuple<const X extends readonly AnyType[]>(...items: X): Type<TupleOf<X>> {
  const codec = scale.tuple(...(items.map((item) => item.codec) as scale.Codec<never>[]));
  return define(codec as unknown as scale.Codec<TupleOf<X>>, {
    key: `(${items.map((item) => item.definition.key).join(", ")})`,
    label: `(${items.map((item) => item.definition.label).join(", ")})`,
    shape: () => ({ tag: "tuple", items }),
  });
}

function wrapped<T>(
  path: string,
  inner: AnyType,
  codec: scale.Codec<T>,
  params: TypeParameter[],
  label?: string,
): Type<T> {
  const segments = splitPath(path);
  const name = segments.at(-1)!;
  const shown = params.flatMap((p) => (p.type ? [p.type.definition] : []));
  return define(codec, {
    key: `${path}<${shown.map((d) => d.key).join(", ")}>`,
    label: `${name}<${shown.map((d) => d.label).join(", ")}>`,
    path: segments,
    params,
    shape: () => ({ tag: "composite", fields: [{ type: inner, label }] }),
  });
}

/** Refuses more than `limit` items, both ways. */
function bounded<T extends { readonly length: number }>(codec: scale.Codec<T>, limit: number): scale.Codec<T> {
  return scale.codec({
    write(writer, value) {
      if (value.length > limit) {
        throw new scale.ScaleError("SCALE_RANGE", `${value.length} items, the bound is ${limit}`);
      }
      codec.write(writer, value);
    },
    read(reader) {
      const value = codec.read(reader);
      if (value.length > limit) {
        throw new scale.ScaleError("SCALE_INVALID", `${value.length} items, the bound is ${limit}`);
      }
      return value;
    },
  });
}

/** `BoundedVec<T, limit>`; both encoding and decoding refuse more items. */
export function boundedVec<T>(item: Type<T>, limit: number): Type<T[]> {
  const inner = vec(item);
  const path = "bounded_collections::bounded_vec::BoundedVec";
  return wrapped(path, inner, bounded(inner.codec, limit), [{ name: "T", type: item }, { name: "S" }], "Vec<T>");
}

/** `BoundedVec<u8, limit>` as bytes. */
export function boundedBytes(limit: number): Type<Uint8Array> {
  const codec = bounded(scale.bytes, limit);
  const inner = vec(byte);
  const path = "bounded_collections::bounded_vec::BoundedVec";
  return wrapped(path, inner, codec, [{ name: "T", type: byte }, { name: "S" }], "Vec<T>");
}

/** `WeakBoundedVec<T, S>`: the bound is advice only. */
export function weakBoundedVec<T>(item: Type<T>): Type<T[]> {
  const inner = vec(item);
  const path = "bounded_collections::weak_bounded_vec::WeakBoundedVec";
  return wrapped(path, inner, inner.codec, [{ name: "T", type: item }, { name: "S" }], "Vec<T>");
}

/** `BTreeMap<K, V>` as entries; the caller keeps them in the order of their keys. */
export function btreeMap<K, V>(key: Type<K>, value: Type<V>): Type<[K, V][]> {
  const inner = vec(tuple(key, value) as Type<[K, V]>);
  const params = [
    { name: "K", type: key },
    { name: "V", type: value },
  ];
  return wrapped("BTreeMap", inner, inner.codec, params);
}

/** `BTreeSet<T>` as items; the caller keeps them in order. */
export function btreeSet<T>(item: Type<T>): Type<T[]> {
  const inner = vec(item);
  return wrapped("BTreeSet", inner, inner.codec, [{ name: "T", type: item }]);
}

export function boundedBTreeMap<K, V>(key: Type<K>, value: Type<V>, limit: number): Type<[K, V][]> {
  const inner = btreeMap(key, value);
  const params = [{ name: "K", type: key }, { name: "V", type: value }, { name: "S" }];
  const path = "bounded_collections::bounded_btree_map::BoundedBTreeMap";
  return wrapped(path, inner, bounded(inner.codec, limit), params, "BTreeMap<K, V>");
}

export function boundedBTreeSet<T>(item: Type<T>, limit: number): Type<T[]> {
  const inner = btreeSet(item);
  const path = "bounded_collections::bounded_btree_set::BoundedBTreeSet";
  return wrapped(path, inner, bounded(inner.codec, limit), [{ name: "T", type: item }, { name: "S" }], "BTreeSet<T>");
}

const byte: Type<number> = define(scale.u8, { key: "u8", shape: () => ({ tag: "primitive", name: "u8" }) });

let lazyTypes = 0;

/** A type that is known later: lets a type contain itself. */
export function lazy<T>(resolve: () => Type<T>): Type<T> {
  lazyTypes += 1;
  return define(
    scale.lazy(() => resolve().codec),
    {
      key: `lazy#${lazyTypes}`,
      shape: () => resolve().definition.shape(),
      target: resolve,
    },
  );
}
