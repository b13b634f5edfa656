import type { Chain } from "../chain/chain.ts";
import { type ChainSpec, developmentSpec, loadSpec, saveSpec, specHash } from "../chain/chain-spec.ts";
import { LocalChain } from "../chain/local-chain.ts";
import { StateMachine } from "../chain/state-machine.ts";
import { EmbeddedEngine, EngineError, type Sealing, type TimeControl } from "../engine/index.ts";
import { ensureNotJoined } from "../follow/joined.ts";
import type { NodeMetrics } from "../metrics/metrics.ts";
import { type RpcOptions, type RpcServer, startRpcServer } from "../rpc/index.ts";
import { ShieldKeyring } from "../shield/keyring.ts";
import { StateError } from "../state/index.ts";
import { epochsOf } from "./epochs.ts";
import { closeParts, openParts, type PartOptions, type Parts } from "./parts.ts";
import { NODE_VERSION } from "./version.ts";

export interface NodeOptions extends PartOptions {
  /**
   * The network. A folder that holds a network is refused when it is another one. Unless given: the folder's own, and for
   * a new folder a development network.
   */
  readonly spec?: ChainSpec;
  readonly sealing?: Sealing;
  /** Milliseconds between two blocks; the network's own unless given, and only changed on development networks. */
  readonly blockTime?: number;
  /** Blocks after which clients learn that a block is final; at once unless given, and only on development networks. */
  readonly finalityLag?: number;
  /** JSON-RPC server; none where false. Port 9944 of the loopback unless told otherwise. */
  readonly rpc?: RpcOptions | false;
  /** Called when a block could not be made, and with it the node has stopped making blocks. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * A whole node in this process.
 *
 * @example
 * ```ts
 * const node = await Node.start({ dir: "/tmp/chain", sealing: "instant", rpc: { port: 0 } });
 * node.chain.onBlock(({ number, hash }) => console.log(number, hash));
 * await node.stop();
 * ```
 */
export class Node {
  readonly chain: Chain;
  readonly time: TimeControl;
  readonly metrics: NodeMetrics;
  readonly rpc: RpcServer | undefined;
  private readonly parts: ProducerParts;
  private stopping: Promise<void> | undefined;

  private constructor(parts: ProducerParts, rpc: RpcServer | undefined) {
    this.parts = parts;
    this.chain = parts.chain;
    this.time = parts.engine;
    this.metrics = parts.metrics;
    this.rpc = rpc;
  }

  /**
   * Opens the folder, serves RPC and begins to make blocks.
   * @throws {StateError} {@link ChainSpecError} {@link ConfigError}, and what the RPC server throws when its port is taken
   */
  static async start(options: NodeOptions): Promise<Node> {
    const spec = chooseSpec(options);
    const parts = await assemble(options, spec);
    try {
      const { chain, engine, metrics, log } = parts;
      const server = { chain, control: engine, registry: metrics.registry, log };
      const rpc = options.rpc === false ? undefined : await startRpcServer(server, options.rpc);
      await engine.start();
      log.info({ head: chain.head().number, rpc: rpc?.url }, "node started");
      return new Node(parts, rpc);
    } catch (error) {
      await closeParts(parts);
      throw error;
    }
  }

  /** Finishes the block that is being made, and closes everything. */
  stop(): Promise<void> {
    this.stopping ??= this.close();
    return this.stopping;
  }

  private async close(): Promise<void> {
    await this.parts.engine.stop();
    await this.rpc?.close();
    await closeParts(this.parts);
    this.parts.log.info("node stopped");
  }
}

interface ProducerParts extends Parts {
  readonly chain: LocalChain;
  readonly engine: EmbeddedEngine;
}

async function assemble(options: NodeOptions, spec: ChainSpec): Promise<ProducerParts> {
  const parts = await openParts(options, spec);
  const { runtime, db, pool, verifier, metrics, log } = parts;
  const chain = new LocalChain(spec, runtime, db, pool, spec.config.development ? options.finalityLag : 0);
  metrics.follow(chain);
  const app = new StateMachine({
    spec,
    runtime,
    db,
    pool,
    verifier,
    shield: new ShieldKeyring(),
    version: NODE_VERSION,
    onCommit(block) {
      log.debug({ number: block.number, hash: block.hash, extrinsics: block.body.length }, "block committed");
      chain.advance(block);
    },
  });
  return { ...parts, chain, engine: createEngine(options, spec, app, parts) };
}

function createEngine(
  { sealing, blockTime, clock, onFailure }: NodeOptions,
  { config }: ChainSpec,
  app: StateMachine,
  { pool, db, runtime, log }: Parts,
): EmbeddedEngine {
  return new EmbeddedEngine(app, {
    sealing,
    blockTime: blockTime ?? config.blockTime,
    development: config.development,
    maxTxBytes: config.blockLengthLimit,
    pool: { onReady: (listener) => pool.onReady(listener), ready: () => pool.status.ready },
    epochs: (netuid) => epochsOf(runtime, db, netuid),
    onFailure(error) {
      log.fatal({ err: error }, "no more blocks can be made");
      onFailure?.(error);
    },
    clock,
  });
}

/** The network of a folder and the one asked for must be the same; a new folder takes the one asked for. */
function chooseSpec(options: NodeOptions): ChainSpec {
  const { dir, spec } = options;
  ensureNotJoined(dir);
  const kept = loadSpec(dir);
  if (kept === undefined) {
    const chosen = spec ?? developmentSpec();
    ensureOwnTime(options, chosen);
    saveSpec(dir, chosen);
    return chosen;
  }
  if (spec === undefined || specHash(spec) === specHash(kept)) {
    ensureOwnTime(options, kept);
    return kept;
  }
  throw new StateError(
    "NODE_OTHER_NETWORK",
    `${dir} holds the network "${kept.name}" with other choices than those asked for. Give this network a folder of its own, or start with the choices the folder was made with.`,
    { details: { found: specHash(kept), expected: specHash(spec) } },
  );
}

/** Only a development network makes its blocks at other times than its specification says. */
function ensureOwnTime({ sealing = "interval", blockTime }: NodeOptions, { config, name }: ChainSpec): void {
  if (config.development || (sealing === "interval" && (blockTime ?? config.blockTime) === config.blockTime)) return;
  throw new EngineError(
    "ENGINE_NOT_DEVELOPMENT",
    `Start "${name}" without a sealing or block time of your own: it is no development network, and makes a block every ${config.blockTime} ms.`,
  );
}
