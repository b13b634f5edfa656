import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { localnetSpec } from "@myelin/node/chain/localnet-spec";
import { Node, type NodeOptions } from "@myelin/node/node/node";
import type { Result } from "./suite.ts";

const run = promisify(execFile);

/** What the suites are run with: their packages, frozen, and what stands in for moonwall. */
const KIT = join(import.meta.dirname, "typescript");
const SOURCE = "ts-tests";
const INSTALL_LIMIT = 10 * 60_000;
const FILE_LIMIT = 30 * 60_000;
const OUTPUT_LIMIT = 256 * 1024 * 1024;

/** A test as vitest's JSON report has it. */
interface Assertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}

/** Runs a file of the suites with a network of its own. `source` is the folder of subtensor's source, `file` lies in `suites`. */
export async function runFile(source: string, file: string): Promise<Result[]> {
  const kit = await prepareKit();
  for (const part of ["suites", "utils"]) {
    rmSync(join(kit, part), { recursive: true, force: true });
    cpSync(join(source, SOURCE, part), join(kit, part), { recursive: true });
  }
  return withNetwork(networkOf(file), async (url) => {
    await describeTypes(kit, url);
    const report = join(kit, "report.json");
    rmSync(report, { force: true });
    const args = ["run", "--reporter=json", `--outputFile=${report}`, join("suites", file)];
    const env = { ...process.env, MYELIN_URL: url };
    const limits = { timeout: FILE_LIMIT, maxBuffer: OUTPUT_LIMIT };
    const failed = await run(join(kit, "node_modules", ".bin", "vitest"), args, { cwd: kit, env, ...limits }).then(
      () => undefined,
      (error: Error) => error,
    );
    if (!existsSync(report)) {
      const reason = failed?.message ?? "vitest wrote no report";
      return [show({ test: `${file}::the run`, outcome: "failed", reason })];
    }
    return resultsIn(file, readFileSync(report, "utf8"));
  });
}

/** Files of the suites in these folders, as paths below `suites`. */
export function listFiles(source: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const names = readdirSync(join(source, SOURCE, "suites", folder));
    return names
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => join(folder, name));
  });
}

function resultsIn(file: string, report: string): Result[] {
  const { testResults } = JSON.parse(report) as {
    testResults: readonly { assertionResults: readonly Assertion[]; message?: string }[];
  };
  const results = testResults.flatMap(({ assertionResults, message }) => {
    if (assertionResults.length === 0) {
      return [show({ test: `${file}::the file`, outcome: "failed", reason: message ?? "it has no tests" })];
    }
    return assertionResults.map(({ title, status, failureMessages = [] }) => {
      const outcome = status === "passed" ? "passed" : status === "failed" ? "failed" : "skipped";
      const reason = failureMessages.length > 0 ? failureMessages.join(" ").split("\n    at ")[0]! : undefined;
      return show({ test: `${file}::${basename(file, ".ts").replace(/\.test$/, "")} ${title}`, outcome, reason });
    });
  });
  return results;
}

function show(result: Result): Result {
  console.log(`  ${result.outcome} ${result.test}${result.reason === undefined ? "" : `: ${result.reason}`}`);
  return result;
}

/** `dev` suites make their blocks themselves, on a chain of the main network's pace; the others run on a fast network. */
function networkOf(file: string): Omit<NodeOptions, "dir"> {
  return file.startsWith("dev") ? { spec: localnetSpec(false), sealing: "manual" } : { spec: localnetSpec(true) };
}

async function withNetwork<T>(options: Omit<NodeOptions, "dir">, work: (url: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-suite-"));
  const node = await Node.start({ ...options, dir, log: "fatal", rpc: { port: 0 } });
  try {
    return await work(node.rpc!.url);
  } finally {
    await node.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Installs what the suites import into the user's cache, unless it is there already. */
async function prepareKit(): Promise<string> {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const digest = createHash("sha256")
    .update(readFileSync(join(KIT, "package-lock.json")))
    .digest("hex");
  const folder = join(cache, "myelin", "clients", `typescript-${digest.slice(0, 12)}`);
  const complete = join(folder, ".complete");
  if (!existsSync(complete)) {
    console.log(`installing the packages of the suites into ${folder}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) cpSync(join(KIT, name), join(folder, name));
    await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, timeout: INSTALL_LIMIT });
    writeFileSync(complete, "");
  }
  for (const name of readdirSync(KIT).filter((file) => file.endsWith(".ts")))
    cpSync(join(KIT, name), join(folder, name));
  return folder;
}

/** Has polkadot-api describe the chain's types, unless it did for this metadata. */
async function describeTypes(kit: string, url: string): Promise<void> {
  const { result } = await request(url, "state_getMetadata");
  const digest = createHash("sha256").update(result).digest("hex");
  const made = join(kit, ".papi", "made-for");
  if (existsSync(made) && readFileSync(made, "utf8") === digest) return;
  rmSync(join(kit, ".papi"), { recursive: true, force: true });
  const papi = join(kit, "node_modules", ".bin", "papi");
  await run(papi, ["add", "subtensor", "-w", url], { cwd: kit, timeout: INSTALL_LIMIT, maxBuffer: OUTPUT_LIMIT });
  writeFileSync(made, digest);
}

async function request(url: string, method: string): Promise<{ result: string }> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] });
  const headers = { "content-type": "application/json" };
  const response = await fetch(url.replace("ws:", "http:"), { method: "POST", headers, body });
  return (await response.json()) as { result: string };
}
