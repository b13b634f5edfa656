/** Runs the network of `bin/localnet.sh` until it is told to stop. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localnetSpec } from "@myelin/node/chain/localnet-spec";
import { Node } from "@myelin/node/node/node";
import { startRpcServer } from "@myelin/node/rpc/index";
import { MyelinError } from "@myelin/primitives/errors";

/** Two nodes of the original script serve one chain; here one node does on both ports. */
const PORTS = [9944, 9945] as const;
const BLOCK_TIMES: Readonly<Record<string, boolean>> = { True: true, False: false };
/**
 * Blocks by which finality follows there: GRANDPA's voters keep two behind the best block (`VotingRulesBuilder::default`, of
 * `node/src/service.rs`), and a round takes up to four times the 333 ms of gossip, some three blocks of a fast network.
 */
const FINALITY_LAG = { fast: 5, slow: 2 };

process.exitCode = await main(process.argv[2] ?? "True");

async function main(choice: string): Promise<number> {
  const fast = BLOCK_TIMES[choice];
  if (fast === undefined) {
    console.error(`Say True for blocks every 250 ms or False for blocks every 12 s; "${choice}" is neither.`);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "myelin-localnet-"));
  try {
    await run(folder, fast);
    return 0;
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws {RpcServerError} where a port is taken */
async function run(folder: string, fast: boolean): Promise<void> {
  const stopped = untilStopped();
  const [port, second] = PORTS;
  const finalityLag = fast ? FINALITY_LAG.fast : FINALITY_LAG.slow;
  const node = await Node.start({ dir: folder, spec: localnetSpec(fast), finalityLag, rpc: { port } });
  try {
    const rpc = await startRpcServer({ chain: node.chain, control: node.time }, { port: second });
    node.chain.onBlock(({ number, hash }) => console.log(`Imported #${number} (${hash})`));
    if (node.chain.head().number === 0) await node.time.step();
    await stopped;
    await rpc.close();
  } finally {
    await node.stop();
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => resolve());
  });
}
