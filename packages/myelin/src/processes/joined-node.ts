import { homedir } from "node:os";
import { join } from "node:path";
import { dashboardFiles } from "@myelin/dashboard";
import { type ChainSpec, type FollowEvent, FollowingNode } from "@myelin/node";
import type { NodeCommandOptions } from "../commands/node.ts";
import { aborted, untilStopped } from "../session/lifetime.ts";
import { CliError } from "../terminal/errors.ts";
import { writeEvent } from "./events.ts";
import { accessOf, MEGABYTE, tellOfNode } from "./node.ts";

/** Options of the command, with the network of a configuration file where it describes one. */
type JoinOptions = NodeCommandOptions & { readonly spec?: ChainSpec };

/** Runs a node that follows the one at `url`, until it is told to stop or must not follow any more. */
export async function runJoinedNode(options: JoinOptions, url: string, dir: string = joinedFolder(url)): Promise<void> {
  ensureNothingDecided(options);
  const stopped = untilStopped();
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // it may fail before anybody waits
  const node = await FollowingNode.start({
    dir,
    join: url,
    pruning: options.pruning,
    cacheBytes: options.cache * MEGABYTE,
    log: options.log,
    rpc: { port: options.port, host: options.host, access: accessOf(options), pages: dashboardFiles() },
    onEvent: (event) => (options.json ? writeEvent(event) : process.stdout.write(`${describe(event)}\n`)),
    onFailure: fail,
  });
  try {
    tellOfNode(node, options, greeting(node, url, dir));
    await Promise.race([aborted(stopped), failed]);
  } finally {
    await node.stop();
  }
}

/** What the network has decided already is no choice of who joins. */
function ensureNothingDecided({ blockTime, tempo, sealing, spec }: JoinOptions): void {
  const chosen = [
    blockTime !== undefined && "--block-time",
    tempo !== undefined && "--tempo",
    sealing !== "interval" && "--sealing",
    spec !== undefined && "the network of the configuration file",
  ].find((choice) => choice !== false);
  if (chosen === undefined) return;
  throw new CliError("CLI_BAD_INPUT", `The network that is joined has its own rules: leave out ${chosen}.`);
}

/** A folder for each network joined: that of `myelin up` holds another one. */
function joinedFolder(url: string): string {
  return join(homedir(), ".myelin", "joined", new URL(url).host.replaceAll(/[^\w.-]/g, "_"));
}

function greeting({ chain, rpc }: FollowingNode, url: string, dir: string): string {
  return `${chain.spec.name}, joined by ${url}: a full node that verifies every block and makes none.
It listens on ${rpc!.url}, keeps its data in ${dir}. Ctrl-C stops it.
Its page: ${rpc!.url.replace("ws:", "http:")}`;
}

function describe(event: FollowEvent): string {
  switch (event.event) {
    case "following":
      return `Follows ${event.url} from block ${event.head} on, ${event.behind} behind.`;
    case "synced":
      return `Block ${event.head} is verified: ${event.blocks} blocks in ${event.seconds.toFixed(1)} s.`;
    case "outage":
      return `Cannot reach the node it follows, and tries again: ${event.reason}`;
  }
}
