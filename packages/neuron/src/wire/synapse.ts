import { hash } from "node:crypto";
import { SynapseDefinitionError } from "../errors.ts";
import { checkOrInitial, type Field, type FieldValue } from "./fields.ts";

export type Fields = Record<string, Field<unknown>>;

/** A kind of request and its answer, as both sides declare it. Made by {@link defineSynapse}. */
export interface Synapse<F extends Fields = Fields> {
  readonly name: string;
  readonly fields: F;
  readonly requiredHashFields: readonly string[];
  /** The answer comes as chunks instead of one JSON body. */
  readonly streaming: boolean;
}

type DefaultedKeys<F extends Fields> = { [K in keyof F]: F[K] extends { initial: () => unknown } ? K : never }[keyof F];

/** All values of a synapse: what a handler receives and what an answer holds. */
export type Values<S extends Synapse> = { -readonly [K in keyof S["fields"]]: FieldValue<S["fields"][K]> };

/** What a caller gives: the required fields, and those with a default if wanted. */
export type Input<S extends Synapse> = Omit<Values<S>, DefaultedKeys<S["fields"]>> &
  Partial<Pick<Values<S>, DefaultedKeys<S["fields"]>>>;

/** Fields of every synapse on the wire, in the order in which Bittensor's SDK dumps them. */
const BASE_FIELDS = ["name", "timeout", "total_size", "header_size", "dendrite", "axon", "computed_body_hash"];

/**
 * Declares a synapse. The name is the request's path and, for a Python peer, its class name; fields without a default
 * travel in the request, fields with one are usually the answer's.
 *
 * @param requiredHashFields what the caller's signature covers. By default every required field; a Python peer must
 * declare the same `required_hash_fields`, in the same order.
 *
 * @example
 * ```ts
 * const Double = defineSynapse({ name: "Double", fields: { input: int, output: optional(int) } });
 * ```
 */
export function defineSynapse<const F extends Fields>(definition: {
  name: string;
  fields: F;
  requiredHashFields?: readonly (keyof F & string)[];
  streaming?: boolean;
}): Synapse<F> {
  const { name, fields, streaming = false } = definition;
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new SynapseDefinitionError(JSON.stringify(name), "needs a class-like name");
  const taken = Object.keys(fields).find((field) => BASE_FIELDS.includes(field) || !/^[A-Za-z]\w*$/.test(field));
  if (taken !== undefined) throw new SynapseDefinitionError(name, `cannot have a field called "${taken}"`);
  const requiredHashFields =
    definition.requiredHashFields ?? Object.keys(fields).filter((field) => fields[field].initial === undefined);
  const missing = requiredHashFields.find((field) => !(field in fields));
  if (missing !== undefined) throw new SynapseDefinitionError(name, `hashes "${missing}" but has no such field`);
  return { name, fields, requiredHashFields, streaming };
}

/** What every axon answers: `Synapse`, without fields. */
export const Ping = defineSynapse({ name: "Synapse", fields: {} });

/** Reads a synapse's values out of a parsed JSON object; fields it does not know are left out. @throws {FieldError} */
export function readValues<S extends Synapse>(synapse: S, body: Record<string, unknown>): Values<S> {
  const values: Record<string, unknown> = {};
  for (const field in synapse.fields) values[field] = checkOrInitial(synapse.fields[field], body[field], field);
  return values as Values<S>;
}

const sha3 = (content: string) => hash("sha3-256", content, "hex");

/**
 * SHA3-256 over the hexadecimal SHA3-256 of each hashed field's Python text (`bittensor/core/synapse.py`, `body_hash`).
 * Without hashed fields it is the hash of nothing.
 */
export function bodyHash<S extends Synapse>(synapse: S, values: Values<S>): string {
  let joined = "";
  for (const name of synapse.requiredHashFields) {
    const field = synapse.fields[name];
    const value = (values as Record<string, unknown>)[name];
    joined += sha3(field.isText && value !== null ? (value as string) : field.repr(value));
  }
  return sha3(joined);
}
