import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../state/errors.ts";
import { FollowError } from "./errors.ts";

/** Marks a folder whose node follows others: should it ever make blocks, it would leave the network. */
const FILE = "joined";
/** Marks a folder made of a snapshot, whose node may yet do either. */
const UNDECIDED = "from-snapshot";

export function isJoined(dir: string): boolean {
  return existsSync(join(dir, FILE));
}

export function isUndecided(dir: string): boolean {
  return existsSync(join(dir, UNDECIDED));
}

/** @throws {StateError} */
export function markJoined(dir: string, url: string): void {
  write(dir, FILE, url);
  rmSync(join(dir, UNDECIDED), { force: true });
}

/** @throws {StateError} */
export function markUndecided(dir: string): void {
  write(dir, UNDECIDED, "");
}

function write(dir: string, file: string, text: string): void {
  try {
    writeFileSync(join(dir, file), `${text}\n`, { flush: true });
  } catch (error) {
    throw explain(error, dir);
  }
}

/** Before a node makes blocks in the folder. @throws {FollowError} FOLLOW_OTHER_ROLE */
export function ensureNotJoined(dir: string): void {
  if (isUndecided(dir)) rmSync(join(dir, UNDECIDED));
  if (!isJoined(dir)) return;
  throw new FollowError(
    "FOLLOW_OTHER_ROLE",
    `${dir} is the folder of a node that joined a network. Start it with --join again, or give a network of your own another folder.`,
  );
}
