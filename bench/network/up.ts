import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = join(import.meta.dirname, "../../packages/myelin/bin/myelin.mjs");

/** A line that `myelin up --json` writes. */
export type Line = Readonly<Record<string, unknown>>;

/** `myelin up` in a process of its own, with a folder of its own. */
export class UpNetwork {
  readonly port: number;
  private readonly dir: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private readonly lines: Line[] = [];
  private wake: () => void = () => {};

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
    const args = [PROGRAM, "up", "--json", "--dir", join(this.dir, "network"), "--port", String(port), ...options];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.child = child;
    createInterface(child.stdout).on("line", (line) => {
      this.lines.push(JSON.parse(line) as Line);
      this.wake();
    });
    this.ended = new Promise((resolve) => {
      child.once("close", (code) => {
        resolve(code);
        this.wake();
      });
    });
  }

  static async start(options: readonly string[] = []): Promise<UpNetwork> {
    return new UpNetwork(await freePort(), options);
  }

  /** The first line that `wanted` accepts. */
  async heard(wanted: (line: Line) => boolean): Promise<Line> {
    for (;;) {
      const found = this.lines.find(wanted);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`the network ended with code ${this.child.exitCode}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    await this.ended;
    rmSync(this.dir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
