import { statfsSync } from "node:fs";
import { MyelinError } from "@myelin/primitives/errors";

export type StateErrorCode =
  | "NODE_DIR_NOT_WRITABLE"
  | "NODE_DIR_IN_USE"
  | "NODE_DISK_FULL"
  | "NODE_OTHER_NETWORK"
  | "NODE_DATA_DAMAGED"
  | "STATE_EMPTY"
  | "STATE_PRUNED"
  | "STATE_UNKNOWN_BLOCK"
  | "STATE_PROOF_TOO_OLD"
  | "STATE_KEY_UNSUPPORTED"
  | "STATE_COMMIT_ORDER"
  | "STATE_OTHER_ROOT";

/** The state database cannot do what was asked; the message says what to do about it. */
export class StateError extends MyelinError {
  constructor(code: StateErrorCode, message: string, options?: { details?: Record<string, unknown>; cause?: unknown }) {
    super(code, message, options);
  }
}

const NOT_WRITABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"]);
const FULL = /ENOSPC|EDQUOT|No space left|Disk quota|MDB_MAP_FULL|File too large/i;
const NOT_PERMITTED = /Permission denied|Read-only file system|Not a directory/i;
/** What LMDB says of a file that is not, or no longer, a sound database. */
const UNSOUND =
  /MDB_INVALID|MDB_CORRUPTED|MDB_PAGE_NOTFOUND|MDB_PANIC|MDB_VERSION_MISMATCH|MDB_BAD_TXN|not an LMDB|corrupt|unexpected page|page not found|Input\/output error/i;

/** Says what an error of the file system or of LMDB means for the data folder; errors it does not know stay as they are. */
export function explain(error: unknown, dir: string): unknown {
  if (error instanceof MyelinError && !error.code.startsWith("TRIE_")) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (FULL.test(message) || FULL.test(code) || (SHORT_WRITE.test(message) && isFull(dir))) {
    return new StateError(
      "NODE_DISK_FULL",
      `The disk that holds ${dir} is full. The last committed block is safe; free some space and start the node again.`,
      { cause: error },
    );
  }
  if (NOT_WRITABLE.has(code) || NOT_PERMITTED.test(message)) return notWritable(dir, error);
  if (code.startsWith("TRIE_") || UNSOUND.test(message)) return damaged(dir, error);
  return error;
}

/** LMDB calls a write that only partly fits an input/output error. */
const SHORT_WRITE = /Input\/output error/i;
const NEARLY_FULL = 16 * 1024 * 1024;

function isFull(dir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize < NEARLY_FULL;
  } catch {
    return false;
  }
}

export function notWritable(dir: string, cause?: unknown): StateError {
  const message = `Cannot write to ${dir}. Give the node a folder it may write to, or change the folder's owner or mode.`;
  return new StateError("NODE_DIR_NOT_WRITABLE", message, { cause });
}

export function damaged(dir: string, cause?: unknown): StateError {
  return new StateError(
    "NODE_DATA_DAMAGED",
    `The chain data in ${dir} is damaged. Restore the folder from a backup, or move it away and let the node build it anew.`,
    { cause },
  );
}
