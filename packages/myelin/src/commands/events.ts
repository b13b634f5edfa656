import type { Client } from "@myelin/client";
import type { Command } from "commander";
import { type BlockId, blockHashOf, parseBlockId } from "../chain/block-id.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, withNode } from "../session/options.ts";
import { eachBlock, type Seen, type WatchOptions, withWatch } from "../session/watch.ts";
import { show } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";

interface Options extends NodeOptions, WatchOptions {
  readonly at?: BlockId;
}

export function configure(command: Command): void {
  withWatch(withNode(command), "show those of each block that comes, too")
    .argument("[names...]", "only these, as Pallet or Pallet.Event")
    .option("--at <block>", "events of this block, by number or hash; without it the newest", parseBlockId)
    .addHelpText(
      "after",
      `
Examples:
  $ myelin events
  $ myelin events --at 120 --json
  $ myelin events --follow SubtensorModule Balances.Transfer`,
    )
    .action(events);
}

async function events(names: readonly string[], options: Options): Promise<void> {
  await withClient(options.url, async (client) => {
    const { eventFilter } = await import("../chain/names.ts");
    const wanted = eventFilter(client.metadata, names);
    if (options.follow) return await eachBlock(client, options, (block) => tell(client, block, wanted, options));
    const hash = await blockHashOf(client, options.at);
    const { number } = await client.header(hash);
    await tell(client, { number, hash }, wanted, options);
  });
}

/** Without `--follow` one JSON list; with it one JSON line an event. */
async function tell(
  client: Client,
  { number, hash }: Seen,
  wanted: (event: { pallet: string; name: string }) => boolean,
  options: Options,
): Promise<void> {
  const [{ readEvents }, { eventJson }, { eventLine }] = await Promise.all([
    import("../chain/block.ts"),
    import("../chain/written.ts"),
    import("../chain/lines.ts"),
  ]);
  const found = (await readEvents(client, hash)).filter(wanted);
  const json = found.map((event) => ({ block: number, ...eventJson(client, event) }));
  if (!options.follow) {
    return show(options, json, () =>
      found.length === 0
        ? `Block ${number} has no such events.`
        : found.map((event) => eventLine(client, event)).join("\n"),
    );
  }
  found.forEach((event, i) => {
    show(options, json[i], () => `${style("dim", String(number))}  ${eventLine(client, event)}`);
  });
}
