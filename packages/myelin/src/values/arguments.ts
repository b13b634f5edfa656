import { ArgumentError, nearest, type TypeRegistry } from "@myelin/client";
import { parseJson } from "./json.ts";
import { readValue } from "./read.ts";
import { typeName } from "./type-name.ts";

/** An argument of a call or of a runtime API. */
export interface Parameter {
  readonly name: string;
  readonly type: number;
}

const NAMED = /^([A-Za-z_]\w*)=(.*)$/s;

/**
 * Arguments from the words of a command line: `name=value` each, all in order, or one JSON object or array.
 * @returns values by name, in the order of the parameters
 * @throws {ArgumentError} that says what `what` takes
 */
export function readArguments(
  types: TypeRegistry,
  what: string,
  parameters: readonly Parameter[],
  words: readonly string[],
): Record<string, unknown> {
  const given = byName(signature(types, what, parameters), parameters, words);
  return Object.fromEntries(
    parameters.map(({ name, type }) => [name, readValue(types, type, given.get(name), `argument ${name}`)]),
  );
}

/** `Balances.transfer_keep_alive(dest: AccountId32, value: u64)` */
export function signature(types: TypeRegistry, what: string, parameters: readonly Parameter[]): string {
  return `${what}(${parameters.map(({ name, type }) => `${name}: ${typeName(types, type)}`).join(", ")})`;
}

function byName(takes: string, parameters: readonly Parameter[], words: readonly string[]): Map<string, unknown> {
  const names = parameters.map(({ name }) => name);
  const given = entriesOf(takes, names, words);
  const unknown = given.find(([name]) => !names.includes(name))?.[0];
  if (unknown !== undefined) {
    const [near] = nearest(unknown, names);
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    throw new ArgumentError(`There is no argument "${unknown}".${hint} It is ${takes}.`);
  }
  const twice = given.find(([name], i) => given.findIndex(([other]) => other === name) !== i);
  if (twice !== undefined) throw new ArgumentError(`Argument ${twice[0]} is given twice.`);
  const found = new Map(given);
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw new ArgumentError(`Missing: ${missing.join(", ")}. It is ${takes}.`);
  return found;
}

function entriesOf(takes: string, names: readonly string[], words: readonly string[]): [string, unknown][] {
  const [first = ""] = words;
  if (words.length === 1 && first.startsWith("{")) {
    const object = parseJson(first) as Record<string, unknown>;
    const isArguments = names.length !== 1 || Object.hasOwn(object, names[0]!);
    return isArguments ? Object.entries(object) : [[names[0]!, object]];
  }
  if (words.length === 1 && first.startsWith("[") && names.length !== 1) {
    return inOrder(takes, names, parseJson(first) as unknown[]);
  }
  const named = words.map((word) => NAMED.exec(word));
  if (named.some((match) => match === null)) {
    if (named.some((match) => match !== null && names.includes(match[1]!))) {
      throw new ArgumentError(`Give all arguments as name=value, or all in order. It is ${takes}.`);
    }
    return inOrder(takes, names, words);
  }
  return named.map((match) => [match![1]!, match![2]!]);
}

function inOrder(takes: string, names: readonly string[], values: readonly unknown[]): [string, unknown][] {
  if (values.length > names.length) throw new ArgumentError(`Too many arguments (${values.length}). It is ${takes}.`);
  return values.map((value, i) => [names[i]!, value]);
}
