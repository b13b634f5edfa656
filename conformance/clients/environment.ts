import { type ExecFileOptions, execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A virtual environment with one set of clients. */
export interface Environment {
  readonly name: string;
  readonly requirements: readonly string[];
  /** Folder of its programs. */
  readonly bin: string;
}

/** No Python, or no packages: the message says what to do. */
export class PythonMissing extends Error {}

/** Of what the pinned clients support (`requires-python` of bittensor 10). */
const OLDEST = [3, 10] as const;
const INSTALL_TIMEOUT = 15 * 60_000;
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** A Python that the clients run on. @throws {PythonMissing} */
export async function findPython(): Promise<string> {
  for (const name of ["python3.11", "python3.12", "python3", "python3.10", "python3.13"]) {
    const version = await run(name, ["--version"]).then(
      ({ stdout }) => stdout,
      () => "",
    );
    const [, major, minor] = /Python (\d+)\.(\d+)/.exec(version) ?? [];
    if (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]) return name;
  }
  throw new PythonMissing(
    `Python ${OLDEST.join(".")} or later is needed to run Bittensor's Python clients, and there is none. Nothing was checked.`,
  );
}

/** Installs a set unless it is there already. @throws {PythonMissing} */
export async function prepare(python: string, name: string): Promise<Environment> {
  const file = join(import.meta.dirname, `set-${name}.txt`);
  const text = readFileSync(file, "utf8");
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const digest = createHash("sha256").update(`${python}\n${text}`).digest("hex").slice(0, 12);
  const folder = join(cache, "myelin", "python-clients", `${name}-${digest}`);
  const complete = join(folder, ".complete");
  const environment = { name, requirements: text.trim().split("\n"), bin: join(folder, "bin") };
  if (existsSync(complete)) return environment;
  console.log(`installing ${environment.requirements.join(", ")} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await run(python, ["-m", "venv", folder], { timeout: INSTALL_TIMEOUT });
    const install = ["install", "--quiet", "--disable-pip-version-check", "-r", file];
    await run(join(environment.bin, "pip"), install, { timeout: INSTALL_TIMEOUT, maxBuffer: OUTPUT_LIMIT });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PythonMissing(`The Python clients could not be installed. Nothing was checked.\n${reason}`);
  }
  writeFileSync(complete, "");
  return environment;
}

/** Runs a program of an environment with an empty home; a failing exit code is no error here. */
export async function execute(
  { bin }: Environment,
  program: string,
  args: readonly string[],
  home: string,
  timeout: number,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { PATH: process.env["PATH"], HOME: home, BT_NO_PARSE_CLI_ARGS: "1", NO_CACHE: "1", COLUMNS: "4000" };
  const options: ExecFileOptions = { env, timeout, maxBuffer: OUTPUT_LIMIT };
  try {
    const { stdout, stderr } = await run(join(bin, program), args, options);
    return { stdout: stdout.toString(), stderr: stderr.toString() };
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    return { stdout: stdout ?? "", stderr: `${message}\n${stderr ?? ""}` };
  }
}
