import { FieldError } from "../errors.ts";
import { pythonDict, pythonFloat, pythonList, pythonString } from "./python-text.ts";

/**
 * The type of a synapse's field: how a value is checked, and how Python would write it. JSON alone does not tell
 * `1` from `1.0`, Python's text does, so both sides declare which it is.
 */
export interface Field<T> {
  /** Returns the value if it fits. @throws {FieldError} */
  check(value: unknown, path: string): T;
  /** Python's `repr` of the value. */
  repr(value: T): string;
  /** JSON of the type's empty value, which Bittensor sends in place of a required field's value in the headers. */
  readonly empty: string;
  /** A fresh default; absent for a required field. */
  readonly initial?: () => T;
  /** A text is hashed as it is, everything else by its `repr`. */
  readonly isText?: boolean;
}

export type FieldValue<F> = F extends Field<infer T> ? T : never;

/** A whole number within ±2⁵³. */
export const int: Field<number> = {
  check(value, path) {
    if (!Number.isSafeInteger(value)) throw new FieldError(path, "a whole number");
    return value as number;
  },
  repr: String,
  empty: "0",
};

export const float: Field<number> = {
  check(value, path) {
    if (typeof value !== "number" || !Number.isFinite(value)) throw new FieldError(path, "a number");
    return value;
  },
  repr: pythonFloat,
  empty: "0.0",
};

export const text: Field<string> = {
  check(value, path) {
    if (typeof value !== "string") throw new FieldError(path, "text");
    return value;
  },
  repr: pythonString,
  empty: '""',
  isText: true,
};

export const bool: Field<boolean> = {
  check(value, path) {
    if (typeof value !== "boolean") throw new FieldError(path, "true or false");
    return value;
  },
  repr: (value) => (value ? "True" : "False"),
  empty: "false",
};

export function list<T>(item: Field<T>): Field<T[]> {
  return {
    check(value, path) {
      if (!Array.isArray(value)) throw new FieldError(path, "a list");
      for (let i = 0; i < value.length; i++) item.check(value[i], `${path}[${i}]`);
      return value as T[];
    },
    repr: (value) => pythonList(value.map((element) => item.repr(element))),
    empty: "[]",
  };
}

/** A Python `dict` with text keys. Keys that look like whole numbers change their order in JavaScript: do not hash such. */
export function record<T>(item: Field<T>): Field<Record<string, T>> {
  return {
    check(value, path) {
      if (!isPlainObject(value)) throw new FieldError(path, "an object");
      for (const key of Object.keys(value)) item.check(value[key], `${path}.${key}`);
      return value as Record<string, T>;
    },
    repr: (value) => pythonDict(Object.entries(value).map(([key, element]) => [key, item.repr(element)])),
    empty: "{}",
  };
}

/** A nested model. Its fields are hashed in the order declared, as `model_dump` writes them. */
export function object<F extends Record<string, Field<unknown>>>(
  fields: F,
): Field<{ [K in keyof F]: FieldValue<F[K]> }> {
  const entries = Object.entries(fields);
  return {
    check(value, path) {
      if (!isPlainObject(value)) throw new FieldError(path, "an object");
      return Object.fromEntries(
        entries.map(([key, field]) => [key, checkOrInitial(field, value[key], `${path}.${key}`)]),
      ) as { [K in keyof F]: FieldValue<F[K]> };
    },
    repr: (value) =>
      pythonDict(entries.map(([key, field]) => [key, field.repr((value as Record<string, unknown>)[key])])),
    empty: "{}",
  };
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Any JSON. Whole numbers are hashed as Python's `int`: do not hash it where a peer may mean a float. */
export const json: Field<Json> = {
  check: (value) => value as Json,
  repr(value): string {
    if (value === null) return "None";
    if (typeof value === "boolean") return bool.repr(value);
    if (typeof value === "number") return Number.isInteger(value) ? String(value) : pythonFloat(value);
    if (typeof value === "string") return pythonString(value);
    if (Array.isArray(value)) return pythonList(value.map((element) => json.repr(element)));
    return pythonDict(Object.entries(value).map(([key, element]) => [key, json.repr(element)]));
  },
  empty: "{}",
};

/** A field that may be null and is null unless set: `Optional[T] = None`. Answers are usually such fields. */
export function optional<T>(field: Field<T>): Field<T | null> & { initial: () => T | null } {
  return {
    check: (value, path) => (value === null ? null : field.check(value, path)),
    repr: (value) => (value === null ? "None" : field.repr(value)),
    empty: "null",
    initial: () => null,
    isText: field.isText,
  };
}

/** A field with a default, copied for every synapse. */
export function withDefault<T>(field: Field<T>, value: T): Field<T> & { initial: () => T } {
  return { ...field, initial: () => structuredClone(value) };
}

/** The checked value, or the default where none was given. */
export function checkOrInitial<T>(field: Field<T>, value: unknown, path: string): T {
  if (value !== undefined) return field.check(value, path);
  if (field.initial === undefined) throw new FieldError(path, "given");
  return field.initial();
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
