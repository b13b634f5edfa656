import type { Command } from "commander";

/** What a command's file exports: it adds arguments, options and the action; `whole` loads all other commands. */
export interface CommandFile {
  configure(command: Command, whole: () => Promise<Command>): void;
}

interface Entry {
  readonly summary: string;
  /** Heading of the help under which it stands. */
  readonly group: string;
  load(): Promise<CommandFile>;
}

const RUN = "Run a network:";
const TAKE_PART = "Take part:";
const LOOK = "Look, and help:";

/** Every command, in the order of the help. */
export const COMMANDS = {
  up: { group: RUN, summary: "start a whole network on this machine", load: () => import("./up.ts") },
  node: { group: RUN, summary: "run a node", load: () => import("./node.ts") },
  miner: {
    group: RUN,
    summary: "run a miner: a model that predicts, learns and earns",
    load: () => import("./miner.ts"),
  },
  validator: {
    group: RUN,
    summary: "run a validator: it asks miners, scores them and sets weights",
    load: () => import("./validator.ts"),
  },
  init: {
    group: RUN,
    summary: "write a network's configuration file, every choice explained",
    load: () => import("./init.ts"),
  },
  snapshot: {
    group: RUN,
    summary: "write the state of a network to a file, and begin a node with one",
    load: () => import("./snapshot.ts"),
  },
  wallet: {
    group: TAKE_PART,
    summary: "create, list, import, export keys; sign and verify",
    load: () => import("./wallet.ts"),
  },
  balance: { group: TAKE_PART, summary: "show what an account holds", load: () => import("./balance.ts") },
  transfer: { group: TAKE_PART, summary: "send TAO", load: () => import("./transfer.ts") },
  faucet: { group: TAKE_PART, summary: "get TAO on a development network", load: () => import("./faucet.ts") },
  subnet: {
    group: TAKE_PART,
    summary: "list, show, create, start subnets; register; write and run your own",
    load: () => import("./subnet.ts"),
  },
  stake: { group: TAKE_PART, summary: "list, add, remove stake", load: () => import("./stake.ts") },
  weights: { group: TAKE_PART, summary: "show or set the weights of validators", load: () => import("./weights.ts") },
  ask: { group: TAKE_PART, summary: "let the best miner continue a text", load: () => import("./ask.ts") },
  tx: { group: TAKE_PART, summary: "send any call of the chain", load: () => import("./tx.ts") },
  status: { group: LOOK, summary: "show how the network does", load: () => import("./status.ts") },
  metagraph: { group: LOOK, summary: "show the neurons of a subnet", load: () => import("./metagraph.ts") },
  verify: {
    group: LOOK,
    summary: "compute an epoch again from proven state, and compare it with the chain",
    load: () => import("./verify.ts"),
  },
  block: { group: LOOK, summary: "show a block, or follow them", load: () => import("./block.ts") },
  events: { group: LOOK, summary: "show events, or follow them", load: () => import("./events.ts") },
  query: {
    group: LOOK,
    summary: "read any storage item, constant or runtime API of the chain",
    load: () => import("./query.ts"),
  },
  logs: {
    group: LOOK,
    summary: "show what the node and the neurons of myelin up tell",
    load: () => import("./logs.ts"),
  },
  doctor: { group: LOOK, summary: "check this machine, and say what to do", load: () => import("./doctor.ts") },
  time: {
    group: LOOK,
    summary: "pause, resume, step, jump on a development network",
    load: () => import("./time.ts"),
  },
  completion: { group: LOOK, summary: "let your shell complete commands", load: () => import("./completion.ts") },
} satisfies Record<string, Entry>;

export type CommandName = keyof typeof COMMANDS;

export function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(COMMANDS, text);
}
