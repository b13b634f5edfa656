import { MyelinError } from "@myelin/primitives/errors";

export type SnapshotErrorCode =
  | "SNAPSHOT_NO_NETWORK"
  | "SNAPSHOT_FILE"
  | "SNAPSHOT_NOT_ONE"
  | "SNAPSHOT_NEWER"
  | "SNAPSHOT_CUT_SHORT"
  | "SNAPSHOT_ALTERED"
  | "SNAPSHOT_OTHER_NETWORK"
  | "SNAPSHOT_FOLDER_IN_USE";

/** A snapshot cannot be written, read or taken in; the message says what to do. */
export class SnapshotError extends MyelinError {
  constructor(code: SnapshotErrorCode, message: string, cause?: unknown) {
    super(code, message, { cause, details: {} });
  }
}

export function notOne(path: string): SnapshotError {
  return new SnapshotError(
    "SNAPSHOT_NOT_ONE",
    `${path} is no snapshot. Give a file that "myelin snapshot export" wrote.`,
  );
}

export function cutShort(path: string, cause?: unknown): SnapshotError {
  const message = `${path} is cut short: its end is missing. Copy or download it again.`;
  return new SnapshotError("SNAPSHOT_CUT_SHORT", message, cause);
}

export function altered(path: string, what: string, cause?: unknown): SnapshotError {
  const message = `${path} was altered or damaged: ${what}. Get it again, from somebody you trust.`;
  return new SnapshotError("SNAPSHOT_ALTERED", message, cause);
}
