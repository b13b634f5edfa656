import type { Command } from "commander";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, withNode } from "../session/options.ts";
import { eachBlock, type WatchOptions, withWatch } from "../session/watch.ts";
import { LiveOutput } from "../terminal/live.ts";

export function configure(command: Command): void {
  withWatch(withNode(command), "renew it with each block")
    .addHelpText("after", "\nExamples:\n  $ myelin status\n  $ myelin status --follow\n  $ myelin status --json")
    .action(status);
}

async function status(options: NodeOptions & WatchOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    const { readStatus, statusText } = await import("../chain/status.ts");
    const live = new LiveOutput(options);
    await eachBlock(client, options, async ({ hash }) => {
      const found = await readStatus(client, options.url, hash);
      live.show(found, () => statusText(found));
    });
  });
}
