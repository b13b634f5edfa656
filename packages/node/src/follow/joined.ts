import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../state/errors.ts";
import { FollowError } from "./errors.ts";

/** Marks a folder whose node follows others: should it ever make blocks, it would leave the network. */
const FILE = "joined";

export function isJoined(dir: string): boolean {
  return existsSync(join(dir, FILE));
}

/** @throws {StateError} */
export function markJoined(dir: string, url: string): void {
  try {
    writeFileSync(join(dir, FILE), `${url}\n`, { flush: true });
  } catch (error) {
    throw explain(error, dir);
  }
}

/** @throws {FollowError} FOLLOW_OTHER_ROLE */
export function ensureNotJoined(dir: string): void {
  if (!isJoined(dir)) return;
  throw new FollowError(
    "FOLLOW_OTHER_ROLE",
    `${dir} is the folder of a node that joined a network. Start it with --join again, or give a network of your own another folder.`,
  );
}
