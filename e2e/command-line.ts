/** Runs the command line as a user does, in processes of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const BIN = resolve(import.meta.dirname, "../packages/myelin/bin/myelin.mjs");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command under way. Its standard output is kept, and can be waited for line by line. */
export class Running {
  readonly ended: Promise<Ended>;
  out = "";
  err = "";
  private readonly child: ChildProcess;
  private readonly waiting = new Set<() => void>();

  /** `prefix`: a program that runs others, with its arguments. */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}, prefix: readonly string[] = []) {
    const [program, ...rest] = [...prefix, process.execPath, BIN, ...args] as [string, ...string[]];
    this.child = spawn(program, rest, {
      env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.out += text;
      this.wake();
    });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.err += text;
    });
    this.ended = new Promise((done) => {
      this.child.once("close", (code) => {
        done({ code, out: this.out, err: this.err });
        this.wake();
      });
    });
  }

  /** The first JSON line, from character `from` of the output on, that fits. Rejects when the process ends without one. */
  async line<T extends object>(fits: (line: T) => boolean, from = 0): Promise<T> {
    for (;;) {
      const found = jsonLines<T>(this.out.slice(from)).find(fits);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`It ended without it:\n${this.out}\n${this.err}`);
      await new Promise<void>((wake) => this.waiting.add(wake));
    }
  }

  /** Ctrl-C. */
  async interrupt(): Promise<Ended> {
    this.child.kill("SIGINT");
    return await this.ended;
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}

/** Whole lines of JSON objects; other lines are left out. */
export function jsonLines<T extends object>(text: string): T[] {
  return text
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as T);
}

/** Runs a command to its end. */
export async function myelin(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  prefix: readonly string[] = [],
): Promise<Ended> {
  return await new Running(args, env, prefix).ended;
}

/** Runs a command with `--json` and gives what it printed. @throws if it failed */
export async function myelinJson<T>(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  prefix: readonly string[] = [],
): Promise<T> {
  const { code, out, err } = await myelin([...args, "--json"], env, prefix);
  if (code !== 0) throw new Error(`myelin ${args.join(" ")} ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}
