import { dashboardFiles } from "@myelin/dashboard";
import { type Chain, type ChainSpec, developmentSpec, Node } from "@myelin/node";
import { type AccessPolicy, DEFAULT_ACCESS } from "@myelin/node/rpc/access";
import { developmentConfig } from "@myelin/runtime";
import type { NodeCommandOptions } from "../commands/node.ts";
import { aborted, untilStopped } from "../session/lifetime.ts";
import type { NetworkOptions } from "../session/network-options.ts";
import { style } from "../terminal/style.ts";
import { writeEvent } from "./events.ts";

/** Bytes. */
export const MEGABYTE = 1_048_576;

/** Runs a node until it is told to stop. */
export async function runNode(options: NodeCommandOptions & { readonly spec?: ChainSpec }): Promise<void> {
  const stopped = untilStopped();
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const node = await Node.start({
    dir: options.dir,
    spec: chosenSpec(options),
    sealing: options.sealing,
    pruning: options.pruning,
    cacheBytes: options.cache * MEGABYTE,
    log: options.log,
    rpc: { port: options.port, host: options.host, access: accessOf(options), pages: dashboardFiles() },
    onFailure: fail,
  });
  try {
    tell(node, options);
    if (options.sealing === "interval" && node.chain.head().number === 0) await node.time.step();
    await Promise.race([aborted(stopped), failed]);
  } finally {
    await node.stop();
  }
}

export function accessOf({ allowOrigin, allowHost }: NodeCommandOptions): Partial<AccessPolicy> {
  return { origins: [...DEFAULT_ACCESS.origins, ...allowOrigin], hosts: allowHost };
}

/** The network of the file or a new one, with the choices given; or the one that the folder holds. */
function chosenSpec({ blockTime, tempo, spec }: NetworkOptions & { spec?: ChainSpec }): ChainSpec | undefined {
  if (blockTime === undefined && tempo === undefined) return spec;
  const changes = {
    ...(blockTime === undefined ? {} : { blockTime }),
    ...(tempo === undefined ? {} : { initialTempo: tempo }),
  };
  return { ...(spec ?? developmentSpec()), config: { ...(spec?.config ?? developmentConfig), ...changes } };
}

function tell(node: Node, options: NodeCommandOptions): void {
  const { url } = node.rpc!;
  const { name } = node.chain.spec;
  const page = url.replace("ws:", "http:");
  tellOfNode(
    node,
    options,
    `${name} listens on ${url}, keeps its data in ${options.dir}. Ctrl-C stops it.\nIts page: ${page}`,
  );
}

/** Where it listens, then every block: as events, or as `greeting` and a line that changes. */
export function tellOfNode(
  { chain, rpc }: { readonly chain: Chain; readonly rpc: { readonly url: string; readonly port: number } | undefined },
  { json }: NodeCommandOptions,
  greeting: string,
): void {
  if (json) {
    const { url, port } = rpc!;
    writeEvent({ event: "listening", url, port, head: chain.head().number, genesis: chain.genesisHash });
    chain.onBlock(({ number, hash }) => writeEvent({ event: "block", number, hash }));
    return;
  }
  process.stdout.write(`${greeting}\n`);
  if (!process.stdout.isTTY) return;
  chain.onBlock(({ number, hash }) => {
    process.stdout.write(`\r\x1b[Kblock ${style("bold", String(number))} ${style("dim", hash)}`);
  });
}
