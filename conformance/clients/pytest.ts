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
  /** Seconds that one test may take; no limit unless given. */
  readonly testLimit?: number;
}

/** Longest run; single tests have limits of their own. */
const LIMIT = 90 * 60_000;
/** Beyond its own limit a test hangs where pytest cannot end it. */
const GRACE = 60_000;
const REPORT = "MYELIN-OUTCOME ";
const STARTED = "MYELIN-STARTED ";
const PLUGINS = join(import.meta.dirname, "plugins");
const QUIET = ["-q", "--no-header", "-W", "ignore", "--show-capture=no", "--tb=short", "-s", "-p", "no:cacheprovider"];
/** 0: all passed, 1: some failed, 5: there was none left; the rest means that pytest itself did not get through. */
const COMPLETE: readonly (number | null)[] = [0, 1, 5];

/**
 * Runs pytest in an environment. A test during which the run breaks off, or that hangs, has failed, and the run goes on with
 * the next; a run that breaks off outside a test is an outcome of its own, and a failed one.
 */
export async function runPytest(environment: Environment, options: PytestOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (;;) {
    const before = outcomes.length;
    const { code, hung, unfinished, noise } = await runOnce(environment, options, outcomes);
    if (COMPLETE.includes(code)) return outcomes;
    // the test was over, threads of the client were not
    if (hung && unfinished === undefined && outcomes.length > before) continue;
    const reason = hung
      ? `it hung, and was ended after ${((options.testLimit ?? 0) * 1000 + GRACE) / 1000} s`
      : `pytest ended with ${code}: ${noise.slice(-40).join("\n")}`;
    outcomes.push(show({ test: unfinished ?? "the run", calls: [], outcome: "failed", reason }));
    if (unfinished === undefined) return outcomes;
  }
}

interface Run {
  readonly code: number | null;
  readonly hung: boolean;
  /** The test that had begun and had no outcome. */
  readonly unfinished: string | undefined;
  readonly noise: readonly string[];
}

async function runOnce(environment: Environment, options: PytestOptions, outcomes: Outcome[]): Promise<Run> {
  const done = JSON.stringify(outcomes.map(({ test }) => test));
  const limit = options.testLimit === undefined ? [] : ["--timeout", String(options.testLimit)];
  const noise: string[] = [];
  let unfinished: string | undefined;
  let hung = false;
  const child = spawn(
    join(environment.bin, "python"),
    ["-m", "pytest", ...QUIET, "-p", "outcome", ...limit, ...options.args],
    {
      cwd: options.folder,
      env: { ...variables(environment, options), MYELIN_DONE: done },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT,
    },
  );
  const end = () => {
    hung = true;
    child.kill("SIGKILL");
  };
  let watch: NodeJS.Timeout | undefined;
  const watchFor = (milliseconds: number) => {
    clearTimeout(watch);
    if (options.testLimit !== undefined) watch = setTimeout(end, milliseconds);
  };
  const read = async (stream: NodeJS.ReadableStream) => {
    for await (const line of createInterface({ input: stream })) {
      const started = valueAfter(STARTED, line);
      const outcome = valueAfter(REPORT, line);
      if (started !== undefined) {
        unfinished = started as string;
        watchFor((options.testLimit ?? 0) * 1000 + GRACE);
      } else if (outcome !== undefined) {
        unfinished = undefined;
        watchFor(GRACE);
        outcomes.push(show(outcome as Outcome));
      } else noise.push(line);
    }
  };
  const exit = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  try {
    const [code] = await Promise.all([exit, read(child.stdout), read(child.stderr)]);
    return { code, hung, unfinished, noise };
  } finally {
    clearTimeout(watch);
  }
}

/** What a plugin wrote after a mark; undefined where the line has none. */
function valueAfter(mark: string, line: string): unknown {
  const at = line.indexOf(mark);
  return at < 0 ? undefined : JSON.parse(line.slice(at + mark.length));
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
