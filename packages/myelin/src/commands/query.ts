import type { Client } from "@myelin/client";
import type { Command } from "commander";
import { type BlockId, blockHashOf, parseBlockId } from "../chain/block-id.ts";
import { findReadable, type Listed, listedLine, listReadable, type Readable, splitName } from "../chain/names.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, parseCount, withNode } from "../session/options.ts";
import { eachBlock, type WatchOptions, withWatch } from "../session/watch.ts";
import { LiveOutput } from "../terminal/live.ts";
import { note, show, showRows } from "../terminal/output.ts";
import type { Plain } from "../values/write.ts";

const ENTRIES_SHOWN = 100;

interface Options extends NodeOptions, WatchOptions {
  readonly at?: BlockId;
  readonly limit: number;
}

export function configure(command: Command): void {
  withWatch(withNode(command), "show it again whenever it changes")
    .argument("[name]", "Pallet.Item, Pallet.Constant or RuntimeApi.method; a pallet alone lists what it has")
    .argument("[arguments...]", "keys of the item, or arguments of the method; fewer keys give all entries under them")
    .option("--at <block>", "read it at this block, by number or hash", parseBlockId)
    .option("--limit <count>", "show so many entries of a map", parseCount, ENTRIES_SHOWN)
    .addHelpText(
      "after",
      `
Examples:
  $ myelin query                                 what the chain has
  $ myelin query SubtensorModule                 what one pallet has
  $ myelin query SubtensorModule.Tempo 2         one value
  $ myelin query SubtensorModule.Tempo           all entries
  $ myelin query Balances.ExistentialDeposit     a constant
  $ myelin query SubnetInfoRuntimeApi.get_subnet_hyperparams 2 --json
  $ myelin query Timestamp.Now --follow`,
    )
    .action(query);
}

async function query(name: string | undefined, words: readonly string[], options: Options): Promise<void> {
  await withClient(options.url, async (client) => {
    if (name === undefined) return listOwners(client, options);
    if (splitName(name)[1] === undefined) return showListed(options, listReadable(client.metadata, name));
    const found = findReadable(client.metadata, name);
    if (options.follow) return await follow(client, found, words, options);
    const { forJson } = await import("../values/write.ts");
    const { valueText } = await import("../values/text.ts");
    const { value, text, more } = await read(client, found, words, options, await blockHashOf(client, options.at));
    show(options, forJson(value), () => (text ?? valueText)(value));
    if (more) note(options, `The first ${options.limit} entries; --limit shows more.`);
  });
}

async function follow(client: Client, found: Readable, words: readonly string[], options: Options): Promise<void> {
  const [{ forJson }, { valueText }] = await Promise.all([import("../values/write.ts"), import("../values/text.ts")]);
  const live = new LiveOutput(options);
  await eachBlock(client, options, async ({ hash }) => {
    const { value, text } = await read(client, found, words, options, hash);
    live.show(forJson(value), () => (text ?? valueText)(value));
  });
}

interface Answer {
  readonly value: Plain;
  /** How it is shown, where not as any value. */
  readonly text?: (value: Plain) => string;
  /** There are more entries than asked for. */
  readonly more?: boolean;
}

async function read(
  client: Client,
  found: Readable,
  words: readonly string[],
  options: Options,
  at: string,
): Promise<Answer> {
  const { readApi, readConstant, readStorage } = await import("../chain/read.ts");
  if (found.kind === "constant") return { value: readConstant(client, found.pallet, found.name, words) };
  if (found.kind === "api") return { value: await readApi(client, found.api, found.method, words, at) };
  return await readStorage(client, found.pallet, found.name, words, { at, limit: options.limit });
}

function listOwners(client: Client, options: Options): void {
  const { metadata } = client;
  const pallets = metadata.palletNames.map((name) => ({
    name,
    kind: "pallet",
    has: [
      count(metadata.storageNames(name).length, "storage items"),
      count(metadata.constantNames(name).length, "constants"),
      count(metadata.callNames(name).length, "calls"),
    ]
      .filter(Boolean)
      .join(", "),
  }));
  const apis = metadata.apiNames.map((name) => ({
    name,
    kind: "runtime API",
    has: count(metadata.apiMethodNames(name).length, "methods"),
  }));
  showRows(
    options,
    [...pallets, ...apis],
    [
      { title: "name", value: ({ name }) => name },
      { title: "kind", value: ({ kind }) => kind },
      { title: "has", value: ({ has }) => has },
    ],
    "This chain has nothing to read.",
  );
}

function count(number: number, what: string): string {
  if (number === 0) return "";
  return `${number} ${number === 1 ? what.replace(/s$/, "") : what}`;
}

/** Whole lines, as a type that is cut says nothing. */
function showListed(options: NodeOptions, listed: readonly Listed[]): void {
  show(options, listed, () => listed.map(listedLine).join("\n") || "There is nothing to read in it.");
}
