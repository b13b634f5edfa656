import { join } from "node:path";
import type { Check } from "./check.ts";
import { type Environment, execute } from "./environment.ts";

const TIMEOUT = 3 * 60_000;

/** Runs `scenario.py`; no line at all, or a crash, is a failed check too. */
export async function sdkChecks(environment: Environment, url: string, home: string): Promise<Check[]> {
  const script = join(import.meta.dirname, "scenario.py");
  const { stdout, stderr } = await execute(environment, "python", [script, url, join(home, "wallets")], home, TIMEOUT);
  const checks = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Check);
  const finished = checks.some(({ name }) => name === "refused");
  return finished
    ? checks
    : [...checks, { name: "the scenario", ok: false, reason: `it ended early: ${stderr.slice(-2000)}` }];
}
