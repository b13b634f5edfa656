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

/** Runs all tests, then again those that failed. */
async function withAttempts(run: (leaveOut: readonly string[]) => Promise<readonly Outcome[]>): Promise<Result[]> {
  const results = new Map<string, Result>();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const settled = [...results.values()].filter(({ outcome }) => outcome !== "failed").map(({ test }) => test);
    if (attempt > 1 && settled.length === results.size) break;
    for (const outcome of await run(settled)) results.set(outcome.test, { ...outcome, attempt });
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
          const run = { folder: source, args: [join(folder, file), ...args], home, env, testLimit };
          keep(file, await withAttempts((leaveOut) => runPytest(environment, { ...run, leaveOut })));
        }
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    },
  } satisfies Pick<Suite, "folder" | "list" | "run">;
}
