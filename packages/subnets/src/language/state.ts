import { readFile } from "node:fs/promises";
import { writeAtomically } from "@myelin/learning/checkpoint/files";
import { utf8 } from "@myelin/primitives";

/** What was written to `path`, or undefined where nothing was or where it cannot be read back. */
export async function loadJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes a value whole or not at all. */
export async function saveJson(path: string, value: unknown): Promise<void> {
  await writeAtomically(path, utf8(JSON.stringify(value)));
}
