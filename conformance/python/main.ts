/**
 * `npm run conformance:python`: Bittensor's published Python clients against a node of ours.
 *
 * Each set of `set-*.txt` is installed once into a folder of the user's cache. Nothing is skipped in silence: without
 * Python, or without a way to its packages, the run says so and fails.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Node } from "@myelin/node/node/node";
import { btcliChecks } from "./btcli.ts";
import type { Check } from "./check.ts";
import { type Environment, findPython, PythonMissing, prepare } from "./environment.ts";
import { sdkChecks } from "./sdk.ts";

const SETS = ["a", "b"] as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let environments: Environment[];
  try {
    const python = await findPython();
    environments = [];
    for (const set of SETS) environments.push(await prepare(python, set));
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "myelin-python-"));
  const node = await Node.start({ dir: join(folder, "node"), blockTime: 500, log: "silent", rpc: { port: 0 } });
  try {
    await node.time.step(5);
    const checks: Check[] = [];
    for (const environment of environments) checks.push(...(await runSet(environment, node.rpc!.url, folder)));
    const failed = checks.filter(({ ok }) => !ok).length;
    console.log(`${checks.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runSet(environment: Environment, url: string, folder: string): Promise<Check[]> {
  console.log(`\n${environment.requirements.join(", ")}`);
  const home = join(folder, environment.name);
  mkdirSync(home);
  const checks = await sdkChecks(environment, url, home);
  if (environment.requirements.some((line) => line.startsWith("bittensor-cli"))) {
    checks.push(...(await btcliChecks(environment, url, home)));
  }
  for (const { name, ok, reason } of checks)
    console.log(`  ${ok ? "ok    " : "FAILED"} ${name}${ok ? "" : `: ${reason}`}`);
  return checks;
}
