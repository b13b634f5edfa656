import { isIP } from "node:net";
import { type Command, InvalidArgumentError } from "commander";
import { type NetworkOptions, withNetwork } from "../session/network-options.ts";
import type { OutputOptions } from "../terminal/output.ts";
import { GOALS, type Goal } from "../up/milestones.ts";

export interface UpOptions extends NetworkOptions, OutputOptions {
  readonly host: string;
  readonly fresh?: boolean;
  readonly seed?: string;
  readonly text?: string;
  readonly until?: Goal;
  readonly showConfig?: boolean;
}

export function configure(command: Command): void {
  withNetwork(command)
    .option(
      "--host <address>",
      "address by which others reach this machine, so that they can join",
      parseHost,
      "127.0.0.1",
    )
    .option("--fresh", "forget the network in the folder and begin anew")
    .option("--seed <text>", "derive all keys and the first weights of models from this text")
    .option("--text <path>", "a file or folder to predict, instead of the texts that come along")
    .option("--until <goal>", `stop once this is reached: ${GOALS.join(", ")}`, parseGoal)
    .option("--show-config", "print how this network differs from the main network, and why")
    .addHelpText(
      "after",
      `
Examples:
  $ myelin up
  $ myelin up --dir /tmp/net --fresh --block-time 500ms
  $ myelin up --text ~/notes --port 9955
  $ myelin up --until reward --json

It runs a node, three validators and four miners as processes of their own and
keeps them alive. Ctrl-C stops them; the next start goes on where they were.
Keys are kept unencrypted in the folder: this network is for development.`,
    )
    .action(async (options: UpOptions) => {
      if (options.showConfig) (await import("../up/show-config.ts")).showConfig(options);
      else await (await import("../up/up.ts")).up(options);
    });
}

/** All its neurons announce this address. */
function parseHost(text: string): string {
  if (isIP(text) !== 0 && text !== "0.0.0.0" && text !== "::") return text;
  throw new InvalidArgumentError("Give an IP address of this machine, as 192.168.1.20.");
}

function parseGoal(text: string): Goal {
  const goal = GOALS.find((known) => known === text);
  if (goal === undefined) throw new InvalidArgumentError(`Choose one of ${GOALS.join(", ")}.`);
  return goal;
}
