import { existsSync, rmSync } from "node:fs";
import { ConnectionError } from "@myelin/client/errors";
import type { Chain } from "../chain/chain.ts";
import { type ChainSpec, loadSpec, saveSpec } from "../chain/chain-spec.ts";
import type { NodeMetrics } from "../metrics/metrics.ts";
import { chainFolder, closeParts, openParts, type PartOptions, type Parts } from "../node/parts.ts";
import type { SyncStatus } from "../rpc/handler.ts";
import { type RpcOptions, type RpcServer, startRpcServer } from "../rpc/index.ts";
import { FollowError } from "./errors.ts";
import { ensureSource, type FollowEvent, Follower } from "./follower.ts";
import { ForwardingChain } from "./forwarding-chain.ts";
import { isJoined, isUndecided, markJoined } from "./joined.ts";
import { Source } from "./source.ts";

export interface FollowingOptions extends PartOptions {
  /** `ws://host:port` of a node of the network to join. */
  readonly join: string;
  /** JSON-RPC server; none where false. Port 9944 of the loopback unless told otherwise. */
  readonly rpc?: RpcOptions | false;
  readonly onEvent?: (event: FollowEvent) => void;
  /** Following has ended for good: a bad block, another network, a full disk. What was verified is still served. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * A whole node that makes no blocks: it follows another one, executes every block again and checks every root and
 * signature, serves JSON-RPC from its own state and passes transactions on.
 *
 * @example
 * ```ts
 * const node = await FollowingNode.start({ dir: "/tmp/follower", join: "ws://10.0.0.1:9944", rpc: { port: 0 } });
 * node.chain.onBlock(({ number, hash }) => console.log(number, hash));
 * await node.stop();
 * ```
 */
export class FollowingNode {
  readonly chain: Chain;
  readonly metrics: NodeMetrics;
  readonly rpc: RpcServer | undefined;
  private readonly parts: Parts;
  private readonly follower: Follower;
  private stopping: Promise<void> | undefined;

  private constructor(parts: Parts, chain: Chain, follower: Follower, rpc: RpcServer | undefined) {
    this.parts = parts;
    this.chain = chain;
    this.metrics = parts.metrics;
    this.follower = follower;
    this.rpc = rpc;
  }

  /**
   * Opens the folder, serves RPC and begins to follow. A new folder takes the network of the node it joins, which must
   * answer; one that joined before starts without.
   *
   * @throws {FollowError} {@link StateError} {@link ChainSpecError} {@link ConfigError}, and what the RPC server throws when
   * its port is taken
   */
  static async start(options: FollowingOptions): Promise<FollowingNode> {
    const [spec, parts] = await openFolder(options);
    const { runtime, db, pool, metrics, log } = parts;
    const chain = new ForwardingChain(spec, runtime, db, pool);
    metrics.follow(chain);
    const follower = new Follower({
      url: options.join,
      spec,
      parts,
      onBlock: (block) => chain.advance(block),
      onSource: (source) => chain.reached(source),
      onEvent: (event) => options.onEvent?.(event),
      onFailure: (error) => options.onFailure?.(error),
    });
    try {
      const server = { chain, sync: () => follower.status, registry: metrics.registry, log };
      const rpc = options.rpc === false ? undefined : await startRpcServer(server, options.rpc);
      follower.start();
      log.info({ head: chain.head().number, rpc: rpc?.url, follows: options.join }, "node started");
      return new FollowingNode(parts, chain, follower, rpc);
    } catch (error) {
      await closeParts(parts);
      throw error;
    }
  }

  get status(): SyncStatus {
    return this.follower.status;
  }

  /** Finishes the block that is being executed, and closes everything. */
  stop(): Promise<void> {
    this.stopping ??= this.close();
    return this.stopping;
  }

  private async close(): Promise<void> {
    await this.follower.stop();
    await this.rpc?.close();
    await closeParts(this.parts);
    this.parts.log.info("node stopped");
  }
}

async function openFolder(options: FollowingOptions): Promise<[ChainSpec, Parts]> {
  const { dir } = options;
  const kept = loadSpec(dir);
  if (kept === undefined) return await join(options);
  if (isUndecided(dir)) markJoined(dir, options.join);
  if (isJoined(dir)) return [kept, await openParts(options, kept)];
  throw new FollowError(
    "FOLLOW_OTHER_ROLE",
    `${dir} holds a network whose blocks are made on this machine. Join another one with a folder of its own: --dir.`,
  );
}

/** Takes the network of the node that is joined, once the genesis computed here is the one there. */
async function join(options: FollowingOptions): Promise<[ChainSpec, Parts]> {
  const { dir } = options;
  const data = chainFolder(dir);
  const isNew = !existsSync(data);
  const source = await reach(options.join);
  let parts: Parts | undefined;
  try {
    const spec = await source.spec();
    parts = await openParts(options, spec);
    await ensureSource(source, spec, parts);
    markJoined(dir, options.join);
    saveSpec(dir, spec);
    return [spec, parts];
  } catch (error) {
    if (parts !== undefined) await closeParts(parts);
    if (isNew) rmSync(data, { recursive: true, force: true });
    throw error;
  } finally {
    await source.close();
  }
}

async function reach(url: string): Promise<Source> {
  try {
    return await Source.open(url);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const message = `No node answers at ${url}. Check the address and that the node there listens for others: it needs --host.`;
    throw new FollowError("FOLLOW_NO_SOURCE", message, error);
  }
}
