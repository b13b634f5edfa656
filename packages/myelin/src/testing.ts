/** Runs command lines in the process of a test. */
import { vi } from "vitest";
import { runProgram } from "./program.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What `myelin ...args` prints and its exit code. */
export async function run(...args: string[]): Promise<Ran> {
  const texts = { out: "", err: "" };
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    texts.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    texts.err += String(text);
    return true;
  });
  try {
    return { code: await runProgram(args), ...texts };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
