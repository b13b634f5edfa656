import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { CliError } from "../terminal/errors.ts";
import { type OutputOptions, show } from "../terminal/output.ts";

interface Options extends OutputOptions {
  readonly name: string;
  readonly force?: boolean;
}

export function configure(command: Command): void {
  command
    .argument("[file]", "where to write it", "myelin.toml")
    .option("--name <text>", "name of the network", "My Network")
    .option("--force", "write over a file that is there")
    .addHelpText(
      "after",
      `
Examples:
  $ myelin init
  $ myelin init net/myelin.toml --name "Night Shift"
  $ myelin node --config myelin.toml

The file explains every choice of a network and of a node.`,
    )
    .action(init);
}

async function init(file: string, options: Options): Promise<void> {
  const { configTemplate } = await import("../config/template.ts");
  const path = resolve(file);
  try {
    await writeFile(path, configTemplate(options.name), { flag: options.force ? "w" : "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new CliError(
      "CLI_BAD_INPUT",
      `${path} is there already. Choose another name, or write over it with --force.`,
    );
  }
  show(options, { path }, () => `Wrote ${path}. Read it, then start a node with: myelin node --config ${file}`);
}
