import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StateError } from "./errors.ts";

/** A process as the lock file names it: its id, and when it started, since ids are used again. */
interface Owner {
  readonly pid: number;
  readonly started: string;
}

/**
 * Keeps a second process out of a data folder. The lock is a file that names its owner; one whose owner no longer runs
 * (after a crash or `kill -9`) is taken over.
 */
export class FolderLock {
  private readonly path: string;
  private readonly content: string;

  private constructor(path: string, content: string) {
    this.path = path;
    this.content = content;
  }

  /** @throws {StateError} NODE_DIR_IN_USE while another process holds the folder */
  static acquire(dir: string): FolderLock {
    const path = join(dir, "LOCK");
    const owner: Owner = { pid: process.pid, started: startTime(process.pid) ?? "" };
    const content = JSON.stringify({ ...owner, token: randomUUID() });
    const mine = `${path}.${randomUUID()}`;
    writeFileSync(mine, content, { mode: 0o600 });
    try {
      while (!tryLink(mine, path)) removeIfStale(path, dir);
    } finally {
      rmSync(mine, { force: true });
    }
    return new FolderLock(path, content);
  }

  release(): void {
    if (readIfPresent(this.path) === this.content) rmSync(this.path, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a dead owner's lock away; the rename is atomic, so of two processes that try only one succeeds. */
function removeIfStale(path: string, dir: string): void {
  const content = readIfPresent(path);
  if (content === undefined) return;
  const owner = parseOwner(content);
  if (owner !== undefined && isRunning(owner)) {
    throw new StateError(
      "NODE_DIR_IN_USE",
      `Process ${owner.pid} is using ${dir}. Stop it first, or give this node another folder.`,
      { details: { pid: owner.pid } },
    );
  }
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readIfPresent(aside) !== content) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseOwner(content: string): Owner | undefined {
  try {
    const { pid, started } = JSON.parse(content) as Partial<Owner>;
    return Number.isSafeInteger(pid) && typeof started === "string" ? { pid: pid!, started } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startTime(pid);
  return now === undefined || started === "" || now === started;
}

/** When a process started, in clock ticks since boot (`/proc/<pid>/stat`, field 22); undefined off Linux. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
