/**
 * Runs a conformance suite: `npm run conformance -- SUITE [FILE] [options]`.
 *
 * A suite is a file beside this one that exports `run(args): Promise<Tally>`. It prints every case that fails; the last
 * line is `N passed, M failed`. The exit code is 1 if a case failed or the suite could not run.
 */
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { MyelinError } from "@myelin/primitives/errors";
import type { Tally } from "./tally.ts";

/** What is beside this file and is not a suite. */
const HELPERS = new Set([
  "main",
  "tally",
  "vector-file",
  "metadata-decisions",
  "metadata-model",
  "metadata-names",
  "metadata-report",
]);

function suiteNames(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => basename(file, ".ts"))
    .filter((name) => !HELPERS.has(name));
}

async function main([suite, ...args]: string[]): Promise<Tally> {
  const known = suiteNames();
  if (suite === undefined || !known.includes(suite)) {
    const problem = suite === undefined ? "no suite given" : `no suite "${suite}"`;
    throw new MyelinError("CONFORMANCE_SUITE", `${problem}; choose one of: ${known.join(", ")}`);
  }
  const { run } = (await import(`./${suite}.ts`)) as { run(args: string[]): Promise<Tally> };
  return run(args);
}

try {
  const { passed, failed } = await main(process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof MyelinError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
