import type { Command } from "commander";
import { type BlockId, blockHashOf, parseBlockId } from "../chain/block-id.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, parseCount, withNode } from "../session/options.ts";
import { eachBlock, type WatchOptions, withWatch } from "../session/watch.ts";
import { show } from "../terminal/output.ts";

const EXTRINSICS_SHOWN = 50;

export function configure(command: Command): void {
  withWatch(withNode(command), "a line for the newest block and each that comes")
    .argument("[block]", "its number or its hash; without it the newest", parseBlockId)
    .option("--limit <count>", "show so many extrinsics", parseCount, EXTRINSICS_SHOWN)
    .addHelpText("after", "\nExamples:\n  $ myelin block\n  $ myelin block 120 --json\n  $ myelin block --follow")
    .action(block);
}

async function block(
  id: BlockId | undefined,
  options: NodeOptions & WatchOptions & { readonly limit: number },
): Promise<void> {
  await withClient(options.url, async (client) => {
    const [{ readBlock }, { blockJson }, { blockLine, blockText }] = await Promise.all([
      import("../chain/block.ts"),
      import("../chain/written.ts"),
      import("../chain/lines.ts"),
    ]);
    if (options.follow) {
      return await eachBlock(client, options, async ({ hash }) => {
        const seen = await readBlock(client, hash);
        show(options, blockJson(client, seen), () => blockLine(seen));
      });
    }
    const found = await readBlock(client, await blockHashOf(client, id));
    show(options, blockJson(client, found), () => blockText(client, found, options.limit));
  });
}
