import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LearningError } from "../errors.ts";

/** Checkpoints that a directory keeps; older ones are removed. */
const KEPT = 3;

/** Replaces `path` whole or not at all: a crash leaves the old file or the new one. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const directory = await open(dirname(path), "r");
  await directory.sync().finally(() => directory.close());
}

export async function readCheckpoint(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new LearningError("CHECKPOINT_UNREADABLE", `cannot read the checkpoint ${path}`, { cause });
  }
}

/** Where the checkpoint of `step` lies in `directory`. */
export function checkpointPath(directory: string, step: number): string {
  return join(directory, `checkpoint-${String(step).padStart(10, "0")}.safetensors`);
}

/** Paths of the checkpoints in `directory`, newest first. */
export async function listCheckpoints(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const ours = names.filter((name) => /^checkpoint-\d{10}\.safetensors$/.test(name));
  return ours
    .sort()
    .reverse()
    .map((name) => join(directory, name));
}

/** Removes all but the newest checkpoints. */
export async function pruneCheckpoints(directory: string): Promise<void> {
  const old = (await listCheckpoints(directory)).slice(KEPT);
  await Promise.all(old.map((path) => rm(path, { force: true })));
}
