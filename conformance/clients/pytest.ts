import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Environment } from "./environment.ts";

/** How one test went, as `plugins/outcome.py` tells it. */
export interface Outcome {
  readonly test: string;
  /** Client calls that a scenario makes. */
  readonly calls: readonly string[];
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it failed or was left out. */
  readonly reason?: string;
}

export interface PytestOptions {
  /** Where pytest runs. */
  readonly folder: string;
  readonly args: readonly string[];
  /** The user's home: wallets go there. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Longest run; single tests have limits of their own. */
const LIMIT = 90 * 60_000;
const REPORT = "MYELIN-OUTCOME ";
const PLUGINS = join(import.meta.dirname, "plugins");
const QUIET = ["-q", "--no-header", "-W", "ignore", "--show-capture=no", "--tb=short", "-s", "-p", "no:cacheprovider"];

/** Runs pytest in an environment. A run that breaks off is an outcome of its own, and a failed one. */
export async function runPytest(environment: Environment, options: PytestOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const noise: string[] = [];
  const child = spawn(
    join(environment.bin, "python"),
    ["-m", "pytest", ...QUIET, "-p", "outcome", "-p", "offline", ...options.args],
    {
      cwd: options.folder,
      env: variables(environment, options),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT,
    },
  );
  const read = async (stream: NodeJS.ReadableStream) => {
    for await (const line of createInterface({ input: stream })) {
      const at = line.indexOf(REPORT);
      if (at < 0) noise.push(line);
      else outcomes.push(show(JSON.parse(line.slice(at + REPORT.length)) as Outcome));
    }
  };
  const exit = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const [code] = await Promise.all([exit, read(child.stdout), read(child.stderr)]);
  // 0: all passed, 1: some failed; the rest means that pytest itself did not get through.
  if (code === 0 || code === 1) return outcomes;
  const reason = `pytest ended with ${code}: ${noise.slice(-40).join("\n")}`;
  return [...outcomes, show({ test: "the run", calls: [], outcome: "failed", reason })];
}

function variables({ bin }: Environment, { home, env }: PytestOptions): Record<string, string> {
  return {
    PATH: `${bin}:${process.env["PATH"]}`,
    PYTHONPATH: PLUGINS,
    HOME: home,
    BT_NO_PARSE_CLI_ARGS: "1",
    NO_CACHE: "1",
    BITTENSOR_RUNTIME_CACHE_DIR: join(home, "runtime-cache"),
    PYTHONDONTWRITEBYTECODE: "1",
    ...env,
  };
}

function show(outcome: Outcome): Outcome {
  const word = { passed: "ok      ", failed: "FAILED  ", skipped: "left out" }[outcome.outcome];
  console.log(`  ${word} ${outcome.test}${outcome.reason === undefined ? "" : `: ${outcome.reason}`}`);
  return outcome;
}
