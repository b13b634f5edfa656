import { join } from "node:path";
import type { Runtime } from "@myelin/frame";
import { createMyelinRuntime } from "@myelin/runtime";
import type { Logger } from "pino";
import type { ChainSpec } from "../chain/chain-spec.ts";
import { openDatabase } from "../chain/database.ts";
import { NodeMetrics } from "../metrics/metrics.ts";
import { RuntimeBackend } from "../pool/backend.ts";
import type { PoolLimits } from "../pool/limits.ts";
import { TransactionPool } from "../pool/pool.ts";
import { SignatureVerifier } from "../signatures/verifier.ts";
import type { StateDb } from "../state/index.ts";
import { createLog, type LogLevel } from "./log.ts";

/** Options of every node, whether it makes blocks or follows. */
export interface PartOptions {
  /** Folder of all that the node keeps; made where it does not exist. */
  readonly dir: string;
  /** How many blocks before the head keep their state; 256 unless told otherwise. */
  readonly pruning?: number | "archive";
  /** Memory for all caches together, in bytes; 256 MB unless told otherwise. */
  readonly cacheBytes?: number;
  readonly pool?: Partial<PoolLimits>;
  /** Threads that check signatures. */
  readonly signatureThreads?: number;
  /** A logger, or how much to tell: `warn` unless told otherwise. */
  readonly log?: Logger | LogLevel;
  /** Milliseconds since 1970; for tests. */
  readonly clock?: () => number;
}

/** What every node is made of. */
export interface Parts {
  readonly runtime: Runtime;
  readonly db: StateDb;
  readonly verifier: SignatureVerifier;
  readonly pool: TransactionPool;
  readonly metrics: NodeMetrics;
  readonly log: Logger;
}

/** The database within the folder of a node. */
export function chainFolder(dir: string): string {
  return join(dir, "chain");
}

/** Opens the folder's database. @throws {StateError} {@link ConfigError} */
export async function openParts(options: PartOptions, spec: ChainSpec): Promise<Parts> {
  const { dir, pruning, cacheBytes, signatureThreads: threads } = options;
  const log = createLog(options.log);
  const runtime = createMyelinRuntime(spec.config);
  const db = await openDatabase(chainFolder(dir), spec, runtime, { pruning, cacheBytes });
  const verifier = new SignatureVerifier({ threads });
  const pool = new TransactionPool(new RuntimeBackend(runtime, db, verifier, spec.config), options.pool, options.clock);
  return { runtime, db, verifier, pool, metrics: new NodeMetrics(), log };
}

export async function closeParts({ db, verifier }: Parts): Promise<void> {
  await verifier.close();
  await db.close();
}
