import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findPython, prepare } from "../environment.ts";
import { type Outcome, runPytest } from "../pytest.ts";
import type { Result, Suite } from "./suite.ts";

const LOCALNET = resolve(import.meta.dirname, "..", "..", "..", "bin", "localnet.sh");

export interface PythonSuite {
  /** Clients it runs with, one of `sets.ts`. */
  readonly set: string;
  readonly folder: string;
  /** Seconds that one test may take. */
  readonly testLimit: number;
  readonly args?: readonly string[];
  /** Options of the local network that differ, as `MYELIN_OPTIONS` has them. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** As the suites' own workflows run each test (`.github/workflows/_run-e2e-single.yaml`): they depend on how blocks fall. */
const ATTEMPTS = 3;

/**
 * Runs all tests of a file, then again those that failed, each in a process of its own: clients keep locks of event loops
 * that have ended.
 */
async function withAttempts(file: string, run: (name: string) => Promise<readonly Outcome[]>): Promise<Result[]> {
  const results = new Map<string, Result>();
  for (const outcome of await run(file)) results.set(outcome.test, { ...outcome, attempt: 1 });
  for (let attempt = 2; attempt <= ATTEMPTS; attempt++) {
    const failed = [...results.values()].filter(({ test, outcome }) => outcome === "failed" && test.startsWith(file));
    for (const { test } of failed) {
      for (const outcome of await run(test)) results.set(outcome.test, { ...outcome, attempt });
    }
  }
  return [...results.values()];
}

/** How a suite of pytest is run: it starts `bin/localnet.sh` for every test. Needs the ports 9944 and 9945. */
export function pythonSuite({ set, folder, testLimit, args = [], options = {} }: PythonSuite) {
  return {
    folder,
    list: (source) => readdirSync(join(source, folder)).filter((name) => /^test_.*\.py$/.test(name)),
    /** @throws {PythonMissing} */
    async run(source, files, keep) {
      const home = mkdtempSync(join(tmpdir(), "myelin-suite-"));
      const env = {
        USE_DOCKER: "0",
        LOCALNET_SH_PATH: LOCALNET,
        MYELIN_OPTIONS: JSON.stringify(options),
        // Neurons that suites start take arguments.
        BT_NO_PARSE_CLI_ARGS: "",
      };
      try {
        const environment = await prepare(await findPython(), set);
        for (const file of files) {
          console.log(`\n${file}`);
          const run = (name: string) =>
            runPytest(environment, { folder: source, args: [name, ...args], home, env, testLimit });
          keep(file, await withAttempts(join(folder, file), run));
        }
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    },
  } satisfies Pick<Suite, "folder" | "list" | "run">;
}
