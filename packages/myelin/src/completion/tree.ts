import type { Command } from "commander";

/** What may follow a line of words. */
export interface Node {
  /** Words of the line after `myelin`. */
  readonly path: readonly string[];
  readonly commands: readonly Choice[];
  readonly options: readonly (Choice & { readonly takesValue: boolean; readonly takesFile: boolean })[];
}

export interface Choice {
  readonly name: string;
  readonly summary: string;
}

/** Every command of the program, the program itself first. */
export function completionTree(program: Command, path: readonly string[] = []): Node[] {
  const commands = program.commands.map((command) => ({ name: command.name(), summary: command.description() }));
  const options = program.options.flatMap(({ short, long, description, flags }) =>
    [short, long].flatMap((name) =>
      name === undefined
        ? []
        : [
            {
              name,
              summary: description,
              takesValue: /[<[]/.test(flags),
              takesFile: /<(file|folder|path)>/.test(flags),
            },
          ],
    ),
  );
  const help = { name: "--help", summary: "show how it is used", takesValue: false, takesFile: false };
  const own = { path, commands, options: [...options, help] };
  return [own, ...program.commands.flatMap((command) => completionTree(command, [...path, command.name()]))];
}
