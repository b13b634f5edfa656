import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A virtual environment with one set of clients. */
export interface Environment {
  /** Folder of its programs. */
  readonly bin: string;
}

/** No Python, or no packages: the message says what to do. */
export class PythonMissing extends Error {}

/** What the lock files were frozen on; their packages exist for later ones too. */
const PYTHONS = ["python3.11", "python3.12", "python3", "python3.13"];
const OLDEST = [3, 11] as const;
const INSTALL_TIMEOUT = 15 * 60_000;
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** A Python that the clients run on. @throws {PythonMissing} */
export async function findPython(): Promise<string> {
  for (const name of PYTHONS) {
    const version = await run(name, ["--version"]).then(
      ({ stdout }) => stdout,
      () => "",
    );
    const [, major, minor] = /Python (\d+)\.(\d+)/.exec(version) ?? [];
    if (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]) return name;
  }
  throw new PythonMissing(
    `Python ${OLDEST.join(".")} or later is needed to run Bittensor's clients, and there is none. Nothing was checked.`,
  );
}

/** Installs what the lock file of a set names, unless it is there already. @throws {PythonMissing} */
export async function prepare(python: string, set: string): Promise<Environment> {
  const lock = join(import.meta.dirname, `${set}.lock`);
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const digest = createHash("sha256")
    .update(`${python}\n${readFileSync(lock, "utf8")}`)
    .digest("hex")
    .slice(0, 12);
  const folder = join(cache, "myelin", "clients", `${set}-${digest}`);
  const bin = join(folder, "bin");
  const complete = join(folder, ".complete");
  if (existsSync(complete)) return { bin };
  console.log(`installing set ${set} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await run(python, ["-m", "venv", folder], { timeout: INSTALL_TIMEOUT });
    const install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", lock];
    await run(join(bin, "pip"), install, { timeout: INSTALL_TIMEOUT, maxBuffer: OUTPUT_LIMIT });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PythonMissing(`The clients of set ${set} could not be installed. Nothing was checked.\n${reason}`);
  }
  writeFileSync(complete, "");
  return { bin };
}
