import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { defaultFolder } from "../session/network-options.ts";
import { parseCount } from "../session/options.ts";
import { CliError } from "../terminal/errors.ts";
import { type OutputOptions, show, showRows } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";

interface Options extends OutputOptions {
  readonly dir: string;
  readonly lines: number;
  readonly follow?: boolean;
}

export function configure(command: Command): void {
  command
    .argument("[names...]", "the node or neurons; without one, which there are")
    .option("--dir <folder>", 'folder of "myelin up" (MYELIN_DIR)', defaultFolder())
    .option("-n, --lines <count>", "how many of the last lines", parseCount, 20)
    .option("-f, --follow", "go on with what is written from now on; Ctrl-C ends it")
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin logs\n  $ myelin logs miner-gpt\n  $ myelin logs validator-1 validator-2 --follow",
    )
    .action(logs);
}

async function logs(names: readonly string[], options: Options): Promise<void> {
  const folder = join(options.dir, "logs");
  const known = await logNames(folder);
  if (names.length === 0) return await list(folder, known, options);
  const { nearest } = await import("@myelin/client/errors");
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `There are: ${known.join(", ")}.`;
    throw new CliError("CLI_NO_LOG", `There is no log of "${name}". ${hint}`);
  }
  await tell(folder, names, options);
}

/** @throws {CliError} CLI_NO_LOG where nothing ever ran */
async function logNames(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.endsWith(".log")).map((file) => file.slice(0, -".log".length));
  if (names.length > 0) return names.sort();
  throw new CliError(
    "CLI_NO_LOG",
    `No logs in ${folder}. Start a network with "myelin up", or name its folder with --dir.`,
  );
}

async function list(folder: string, names: readonly string[], options: Options): Promise<void> {
  const rows = await Promise.all(
    names.map(async (name) => {
      const { size, mtime } = await stat(join(folder, `${name}.log`));
      return { name, bytes: size, changed: mtime.toISOString() };
    }),
  );
  showRows(
    options,
    rows,
    [
      { title: "log", value: ({ name }) => name },
      { title: "bytes", value: ({ bytes }) => bytes.toLocaleString("en"), align: "right" },
      { title: "last change", value: ({ changed }) => changed, optional: true },
    ],
    "There are no logs.",
  );
}

async function tell(folder: string, names: readonly string[], options: Options): Promise<void> {
  const [{ lastLines, newLines }, { lineText, parseLine }, { untilInterrupted }] = await Promise.all([
    import("../logs/tail.ts"),
    import("../logs/line.ts"),
    import("../session/lifetime.ts"),
  ]);
  const width = Math.max(...names.map((name) => name.length));
  const tellLine = (name: string, line: string) => {
    const about = names.length === 1 ? "" : `${style("cyan", name.padEnd(width))} `;
    show(options, { log: name, ...parseLine(line) }, () => `${about}${lineText(line)}`);
  };
  const places = new Map<string, Awaited<ReturnType<typeof lastLines>>["place"]>();
  for (const name of names) {
    const { lines, place } = await lastLines(join(folder, `${name}.log`), options.lines);
    for (const line of lines) tellLine(name, line);
    places.set(name, place);
  }
  if (!options.follow) return;
  const stopped = untilInterrupted();
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, `${name}.log`);
      for await (const line of newLines(path, places.get(name)!, stopped)) tellLine(name, line);
    }),
  );
}
