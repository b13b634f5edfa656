import type { Command } from "commander";

/** What a command's file exports: it adds arguments, options and the action. */
export interface CommandFile {
  configure(command: Command): void;
}

interface Entry {
  readonly summary: string;
  load(): Promise<CommandFile>;
}

/** Every command, in the order of the help. */
export const COMMANDS = {
  up: { summary: "start a whole network on this machine", load: () => import("./up.ts") },
  node: { summary: "run a node", load: () => import("./node.ts") },
  init: { summary: "write a network's configuration file, every choice explained", load: () => import("./init.ts") },
  miner: { summary: "run a miner: a model that predicts, learns and earns", load: () => import("./miner.ts") },
  validator: {
    summary: "run a validator: it asks miners, scores them and sets weights",
    load: () => import("./validator.ts"),
  },
  ask: { summary: "let the best miner continue a text", load: () => import("./ask.ts") },
  wallet: { summary: "create, list, import, export keys; sign and verify", load: () => import("./wallet.ts") },
  balance: { summary: "show what an account holds", load: () => import("./balance.ts") },
  transfer: { summary: "send TAO", load: () => import("./transfer.ts") },
  faucet: { summary: "get TAO on a development network", load: () => import("./faucet.ts") },
  subnet: { summary: "list, show, create, start subnets; register a neuron", load: () => import("./subnet.ts") },
  stake: { summary: "list, add, remove stake", load: () => import("./stake.ts") },
  weights: { summary: "show or set the weights of validators", load: () => import("./weights.ts") },
  metagraph: { summary: "show the neurons of a subnet", load: () => import("./metagraph.ts") },
  time: { summary: "pause, resume, step, jump on a development network", load: () => import("./time.ts") },
} satisfies Record<string, Entry>;

export type CommandName = keyof typeof COMMANDS;

export function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(COMMANDS, text);
}
