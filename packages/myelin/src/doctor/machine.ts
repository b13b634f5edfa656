/** Node.js, memory, processors, disk, clock. */
import { existsSync, statfsSync } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import { bad, type Finding, good, warning } from "./check.ts";

const LEAST_NODE = [20, 19] as const;
const GIGABYTE = 1_073_741_824;
/** What the network of `myelin up` takes with its nine processes. */
const UP_MEMORY = 2 * GIGABYTE;
const MUCH_DISK = 2 * GIGABYTE;
const LITTLE_DISK = GIGABYTE / 4;

export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  if (isNew) return good("Node.js", version);
  return bad("Node.js", `${version} is too old`, `Install ${LEAST_NODE.join(".")} or newer from https://nodejs.org.`);
}

/** Native parts of dependencies are made for one system; a copied node_modules folder does not work on another. */
export async function checkPackages(): Promise<Finding> {
  try {
    await Promise.all([import("@myelin/node/chain/database"), import("@myelin/learning"), import("@myelin/client")]);
    return good("packages", `complete, for ${process.platform} ${process.arch}`);
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0]!;
    return bad("packages", reason, "Run npm ci in Myelin's folder, on this machine.");
  }
}

export function checkMachine(memory: number = totalmem(), processors: number = availableParallelism()): Finding {
  const found = `${(memory / GIGABYTE).toFixed(1)} GB of memory, ${processors} ${processors === 1 ? "processor" : "processors"}`;
  if (memory < UP_MEMORY)
    return warning("machine", found, 'Close other programs before "myelin up"; a node alone is fine.');
  if (processors < 2) return warning("machine", found, 'Use a longer block time, as "myelin up --block-time 3s".');
  return good("machine", found);
}

/** Room and rights where the network is kept. */
export async function checkDisk(dir: string, free: (path: string) => number = freeBytes): Promise<Finding[]> {
  const path = existing(resolve(dir));
  const room = free(path);
  const found = `${(room / GIGABYTE).toFixed(1)} GB free in ${path}`;
  const cure = "Free some space, or choose another disk with --dir.";
  const disk =
    room < LITTLE_DISK
      ? bad("disk", found, cure)
      : room < MUCH_DISK
        ? warning("disk", found, cure)
        : good("disk", found);
  const isWritable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const isFolder = (await stat(path)).isDirectory();
  if (!isFolder) return [disk, bad("folder", `${path} is a file`, "Choose another place with --dir.")];
  if (!isWritable) return [disk, bad("folder", `${path} cannot be written`, "Choose another place with --dir.")];
  return [disk, good("folder", `${dir} can be written`)];
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** The nearest place above that is there. */
function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}

/** Blocks carry the time; a clock before the program was installed is wrong. */
export async function checkClock(now: number = Date.now()): Promise<Finding> {
  const { mtimeMs } = await stat(import.meta.filename);
  const found = new Date(now).toISOString();
  if (now >= mtimeMs) return good("clock", found);
  return bad(
    "clock",
    `${found} is before this program was installed`,
    "Set the clock, best by NTP: timedatectl set-ntp true",
  );
}
