import type { Command } from "commander";
import { defaultFolder } from "../session/network-options.ts";
import { parseCount } from "../session/options.ts";
import { fields, note, type OutputOptions, show } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";

interface FolderOptions extends OutputOptions {
  readonly dir: string;
}

interface ExportOptions extends FolderOptions {
  readonly block?: number;
}

export function configure(command: Command): void {
  command.addHelpText(
    "after",
    "\nExamples:\n  $ myelin snapshot export network.snapshot\n  $ myelin snapshot info network.snapshot",
  );
  command
    .command("export")
    .description("write the state after a block to a file; the node may go on running")
    .argument("<file>", "file to write")
    .option("--dir <folder>", "where the network is kept (MYELIN_DIR)", defaultFolder())
    .option("--block <number>", "which block (default: the newest)", parseCount)
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin snapshot export network.snapshot\n  $ myelin snapshot export old.snapshot --block 1200",
    )
    .action(exportTo);
  command
    .command("import")
    .description("make a node's folder of a snapshot; its root, its headers and its genesis are checked")
    .argument("<file>", "file to read")
    .requiredOption("--dir <folder>", "a new folder")
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin snapshot import network.snapshot --dir follower\n  $ myelin node --dir follower --join 10.0.0.1:9944",
    )
    .action(importFrom);
  command
    .command("info")
    .description("say what a snapshot holds, and whether it is whole")
    .argument("<file>", "file to read")
    .addHelpText("after", "\nExamples:\n  $ myelin snapshot info network.snapshot")
    .action(info);
}

async function exportTo(file: string, options: ExportOptions): Promise<void> {
  const { exportSnapshot } = await import("@myelin/node/snapshot/export");
  const line = progressLine(options);
  const { dir, block } = options;
  const onProgress = (entries: number) => line(`${entries.toLocaleString("en")} entries written`);
  const written = await exportSnapshot({ dir, file, block, onProgress }).finally(() => line(""));
  show(options, written, () => described(written));
}

async function importFrom(file: string, options: FolderOptions): Promise<void> {
  const { importSnapshot } = await import("@myelin/node/snapshot/import");
  const line = progressLine(options);
  const { dir } = options;
  const onProgress = ({ bytes, of }: { bytes: number; of: number }) => line(`${Math.floor((100 * bytes) / of)} % read`);
  const taken = await importSnapshot({ file, dir, onProgress }).finally(() => line(""));
  show(options, taken, () => described(taken));
  note(options, `Start it with "myelin node --dir ${dir} --join HOST:PORT". Compare the hash with one that you trust.`);
}

async function info(file: string, options: OutputOptions): Promise<void> {
  const { inspectSnapshot } = await import("@myelin/node/snapshot/import");
  const found = await inspectSnapshot(file);
  show(options, found, () => described(found));
}

function described(snapshot: {
  readonly chain: string;
  readonly genesisHash: string;
  readonly number: number;
  readonly hash: string;
  readonly stateRoot: string;
  readonly entries?: number;
  readonly bytes?: number;
}): string {
  const { chain, genesisHash, number, hash, stateRoot, entries, bytes } = snapshot;
  const pairs: [string, string][] = [
    ["network", chain],
    ["genesis", genesisHash],
    ["block", String(number)],
    ["hash", hash],
    ["state root", stateRoot],
  ];
  if (entries !== undefined) pairs.push(["entries", entries.toLocaleString("en")]);
  if (bytes !== undefined) pairs.push(["bytes", bytes.toLocaleString("en")]);
  return fields(pairs);
}

/** A line that changes, on a terminal only; the empty text removes it. */
function progressLine({ json }: OutputOptions): (text: string) => void {
  const screen = process.stderr;
  if (json || !screen.isTTY) return () => {};
  return (text) => void screen.write(`\r\x1b[K${style("dim", text, screen)}`);
}
