import { type Command, InvalidArgumentError } from "commander";
import { completionScript, SHELLS, type Shell } from "../completion/scripts.ts";
import { completionTree } from "../completion/tree.ts";
import { type OutputOptions, show } from "../terminal/output.ts";

/** @param whole the program with all its commands */
export function configure(command: Command, whole: () => Promise<Command>): void {
  command
    .argument("<shell>", SHELLS.join(", "), parseShell)
    .addHelpText(
      "after",
      `
Examples:
  $ myelin completion bash >> ~/.bashrc                                   for bash
  $ myelin completion zsh >> ~/.zshrc                                     for zsh, after compinit
  $ myelin completion fish > ~/.config/fish/completions/myelin.fish       for fish`,
    )
    .action(async (shell: Shell, options: OutputOptions) => {
      const script = completionScript(shell, completionTree(await whole()));
      show(options, { shell, script }, () => script.trimEnd());
    });
}

function parseShell(text: string): Shell {
  const shell = SHELLS.find((known) => known === text);
  if (shell === undefined) throw new InvalidArgumentError(`Choose one of ${SHELLS.join(", ")}.`);
  return shell;
}
