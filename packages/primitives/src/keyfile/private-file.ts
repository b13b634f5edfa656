/** Files that only their owner may read, written whole or not at all. */

import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { KeyfileError } from "./errors.ts";

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

/** @throws {KeyfileError} `KEYFILE_MISSING` */
export async function readExisting(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") throw error;
    throw new KeyfileError("KEYFILE_MISSING", "there is no such keyfile; create or regenerate the key first", { path });
  }
}

/** @throws {KeyfileError} `KEYFILE_NOT_PRIVATE` if group or others have any right to the file. */
export async function checkPrivate(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  const message = `an unencrypted key that others on this machine can read; run: chmod 600 ${JSON.stringify(path)}`;
  throw new KeyfileError("KEYFILE_NOT_PRIVATE", message, { path });
}

/**
 * Writes a file with mode 600, its folders with 700. A crash leaves the old file or the new one, never a part.
 * @throws {KeyfileError} `KEYFILE_EXISTS` unless `overwrite` is set.
 */
export async function writePrivate(path: string, content: Uint8Array, overwrite: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    // Unlike rename, link refuses to replace a file.
    await (overwrite ? rename(temporary, path) : link(temporary, path));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const message = "a keyfile is there already; choose another name, or overwrite it if you have its mnemonic";
    throw new KeyfileError("KEYFILE_EXISTS", message, { path });
  } finally {
    await rm(temporary, { force: true });
  }
}
