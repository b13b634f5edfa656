import { fork } from "node:child_process";
import { join } from "node:path";
import type { Load, LoadResult } from "./rpc-load.ts";

/** Puts a load on a node from a process of its own. */
export function measure(load: Load): Promise<LoadResult> {
  const client = fork(join(import.meta.dirname, "rpc-load.ts"), [JSON.stringify(load)], {
    execArgv: ["--import", "tsx"],
  });
  return new Promise((resolve, reject) => {
    client.once("message", (result) => resolve(result as LoadResult));
    client.once("exit", (code) => reject(new Error(`the client ended with code ${code}`)));
  });
}
