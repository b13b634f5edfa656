import type { Command } from "commander";
import { withClient } from "../session/connect.ts";
import { ensureDevelopment } from "../session/development.ts";
import { type NodeOptions, parseCount, parseNetuid, withNode } from "../session/options.ts";
import { CliError } from "../terminal/errors.ts";
import { show } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";

/** What the node tells of its engine: `TimeControl` of `@myelin/node`. */
interface EngineStatus {
  readonly sealing: string;
  readonly paused: boolean;
  readonly blockTime: number;
  readonly head: number;
}

export function configure(command: Command): void {
  const sub = (name: string, description: string) => withNode(command.command(name)).description(description);
  sub("status", "show how blocks come about").action((options: NodeOptions) => control(options, "myelin_engineStatus"));
  sub("pause", "make no block until resumed").action((options: NodeOptions) => control(options, "myelin_pause"));
  sub("resume", "make blocks again").action((options: NodeOptions) => control(options, "myelin_resume"));
  sub("step", "make blocks at once")
    .argument("[count]", "how many", parseCount, 1)
    .action((count: number, options: NodeOptions) => control(options, "myelin_step", [count]));
  sub("jump", "make all blocks up to a block, or through the next epoch of a subnet")
    .option("--block <number>", "up to this block", parseCount)
    .option("--epoch <netuid>", "through this subnet's next epoch", parseNetuid)
    .action(jump);
  sub("block-time", "change the time between two blocks")
    .argument("<milliseconds>", "time between two blocks", parseCount)
    .action((milliseconds: number, options: NodeOptions) => control(options, "myelin_setBlockTime", [milliseconds]));
  command.addHelpText(
    "after",
    "\nExamples:\n  $ myelin time pause\n  $ myelin time step 5\n  $ myelin time jump --epoch 2\n  $ myelin time block-time 250",
  );
}

async function jump(options: NodeOptions & { block?: number; epoch?: number }): Promise<void> {
  if ((options.block === undefined) === (options.epoch === undefined)) {
    throw new CliError("CLI_BAD_INPUT", "Say where to jump: --block NUMBER or --epoch NETUID.");
  }
  if (options.block !== undefined) await control(options, "myelin_jumpToBlock", [options.block]);
  else await control(options, "myelin_jumpToEpoch", [options.epoch!]);
}

async function control(options: NodeOptions, method: string, params: readonly number[] = []): Promise<void> {
  await withClient(options.url, async (client) => {
    await ensureDevelopment(client, "Control of time");
    await withProgress(options, "Making blocks", client.transport.request(method, params));
    const status = await client.transport.request<EngineStatus>("myelin_engineStatus", []);
    show(options, status, () => describeStatus(status));
  });
}

function describeStatus({ sealing, paused, blockTime, head }: EngineStatus): string {
  const how = {
    interval: `a block every ${blockTime} ms`,
    instant: "a block for every transaction",
    manual: "blocks only when asked for",
  }[sealing];
  return `Block ${head}; ${paused ? "paused" : (how ?? sealing)}.`;
}
