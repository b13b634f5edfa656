import { ArgumentError, type Client } from "@myelin/client";
import { readArguments } from "../values/arguments.ts";
import { parseJson } from "../values/json.ts";
import { readValue } from "../values/read.ts";
import { inlineText, valueText } from "../values/text.ts";
import { typeName } from "../values/type-name.ts";
import { type Plain, writeValue } from "../values/write.ts";

export interface StorageAnswer {
  readonly value: Plain;
  readonly text?: (value: Plain) => string;
  readonly more?: boolean;
}

/** Under all of its keys the value; under fewer of them the entries, each `{ keys, value }`. */
export async function readStorage(
  client: Client,
  pallet: string,
  name: string,
  words: readonly string[],
  { at, limit }: { at: string; limit: number },
): Promise<StorageAnswer> {
  const { types } = client.metadata;
  const { keyTypes, valueType } = client.metadata.storage(pallet, name);
  const given = keysOf(words);
  if (given.length > keyTypes.length) {
    const takes = keyTypes.map((type) => typeName(types, type)).join(", ");
    throw new ArgumentError(`${pallet}.${name} takes ${keyTypes.length} keys (${takes}), not ${given.length}.`);
  }
  const keys = given.map((word, i) => readValue(types, keyTypes[i]!, word, `Key ${i + 1} of ${pallet}.${name}`));
  if (keys.length === keyTypes.length) {
    return { value: writeOptional(client, valueType, await client.query.get(pallet, name, keys, { at })) };
  }
  const entries = await client.query.entries(pallet, name, keys, { at, limit: limit + 1 });
  const rows = entries.slice(0, limit).map(([found, value]) => ({
    keys: found.map((key, i) => writeValue(types, keyTypes[i]!, key)),
    value: writeValue(types, valueType, value),
  }));
  return { value: rows, text: entriesText, more: entries.length > limit };
}

/** @throws {ArgumentError} for keys, which constants have not */
export function readConstant(client: Client, pallet: string, name: string, words: readonly string[]): Plain {
  if (words.length > 0) throw new ArgumentError(`${pallet}.${name} is a constant; it takes no keys.`);
  const { type, value } = client.metadata.constantEntry(pallet, name);
  return writeValue(client.metadata.types, type, value);
}

export async function readApi(
  client: Client,
  api: string,
  method: string,
  words: readonly string[],
  at: string,
): Promise<Plain> {
  const { inputs, outputType } = client.metadata.apiMethod(api, method);
  const named = readArguments(client.metadata.types, `${api}.${method}`, inputs, words);
  const values = inputs.map(({ name }) => named[name]);
  return writeValue(client.metadata.types, outputType, await client.callApi(api, method, values, { at }));
}

/** An optional item without an entry. */
function writeOptional(client: Client, type: number, value: unknown): Plain {
  return value === undefined ? null : writeValue(client.metadata.types, type, value);
}

/** Keys as words, or all in one JSON list. */
function keysOf(words: readonly string[]): readonly unknown[] {
  const [first = ""] = words;
  if (words.length !== 1 || !first.startsWith("[")) return words;
  const list = parseJson(first);
  return Array.isArray(list) ? list : words;
}

interface Entry {
  readonly keys: Plain[];
  readonly value: Plain;
}

/** A line an entry: its keys, then its value; long values below. */
function entriesText(value: Plain): string {
  const entries = value as unknown as readonly Entry[];
  if (entries.length === 0) return "There are no entries.";
  const lines = entries.map(({ keys, value }) => [keys.map(inlineText).join(" "), valueText(value)] as const);
  const width = Math.max(...lines.map(([keys]) => keys.length));
  return lines
    .map(([keys, shown]) => (shown.includes("\n") ? `${keys}\n${indent(shown)}` : `${keys.padEnd(width)}  ${shown}`))
    .join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
