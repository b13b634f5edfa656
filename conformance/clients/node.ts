import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { developmentSpec } from "@myelin/node";
import { Node } from "@myelin/node/node/node";
import { developmentConfig } from "@myelin/runtime";

/** Milliseconds; clients wait for many blocks. */
const BLOCK_TIME = 250;

/** Runs `work` beside a new chain, with an empty home for the client; both are gone afterwards. */
export async function withNode<T>(work: (url: string, home: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "myelin-clients-"));
  const home = join(folder, "home");
  mkdirSync(home);
  const spec = developmentSpec({ config: { ...developmentConfig, blockTime: BLOCK_TIME } });
  const node = await Node.start({ dir: join(folder, "node"), spec, log: "fatal", rpc: { port: 0 } });
  try {
    await node.time.step(5);
    return await work(node.rpc!.url, home);
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
