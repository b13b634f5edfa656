import { type Argument, Command, CommanderError } from "commander";
import { COMMANDS, type CommandName, isCommandName } from "./commands/index.ts";
import { reportFailure } from "./terminal/failure.ts";

const USAGE_ERROR = 2;
const VERSION = "0.1.0";

/**
 * Runs one command line and returns its exit code: 0 done, 1 failed, 2 wrongly called.
 *
 * Only the file of the named command is loaded: start-up time is a feature.
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  try {
    const line = helpLast(args);
    const program = await buildProgram(line.find((word) => !word.startsWith("-")));
    await program.parseAsync(line as string[], { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    reportFailure(error, args.includes("--json"));
    return 1;
  }
}

/** `help wallet sign` means `wallet sign --help`. */
function helpLast(args: readonly string[]): readonly string[] {
  return args[0] === "help" ? [...args.slice(1), "--help"] : args;
}

async function buildProgram(named: string | undefined): Promise<Command> {
  const program = await withCommands((name) => name === named);
  if (named === undefined || isCommandName(named)) everyLeaf(program, acceptJson);
  return program;
}

async function wholeProgram(): Promise<Command> {
  const program = await withCommands(() => true);
  everyLeaf(program, acceptJson);
  return program;
}

/** The program with every command named, and those configured that are wanted. */
async function withCommands(isWanted: (name: CommandName) => boolean): Promise<Command> {
  const program = root();
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const command = program.command(name).description(COMMANDS[name].summary).helpGroup(COMMANDS[name].group);
    if (isWanted(name)) (await COMMANDS[name].load()).configure(command, wholeProgram);
  }
  return program;
}

function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function acceptJson(leaf: Command): void {
  leaf.option("--json", "print the result as JSON");
}

function root(): Command {
  return new Command("myelin")
    .description("A proof-of-stake network in which AI models serve each other, learn from each other and earn.")
    .version(VERSION)
    .helpCommand(false)
    .configureHelp({
      showGlobalOptions: false,
      helpWidth: Math.min(process.stdout.columns ?? 100, 120),
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(" "),
    })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("Add --help to see how it is used.")
    .addHelpText(
      "after",
      `
Examples:
  $ myelin up                            start a whole network on this machine
  $ myelin wallet create                 and in a second terminal join it:
  $ myelin faucet
  $ myelin subnet register
  $ myelin miner
  $ myelin help stake                    every command explains itself`,
    );
}

function everyLeaf(command: Command, change: (leaf: Command) => void): void {
  if (command.commands.length === 0) change(command);
  for (const child of command.commands) everyLeaf(child, change);
}
