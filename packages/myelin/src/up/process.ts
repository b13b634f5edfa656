import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";
import { setPriority } from "node:os";
import { resolve } from "node:path";
import { eventReader, type ProcessEvent } from "../processes/events.ts";

export type ProcessState = "starting" | "running" | "waiting" | "away" | "stopped";

export interface ProcessOptions {
  readonly name: string;
  /** What a user would type after `myelin`. */
  readonly args: readonly string[];
  /** For Node.js itself. */
  readonly flags?: readonly string[];
  /** File that gets what the process tells, what it writes to standard error, and its exits. */
  readonly log: string;
  /** Added niceness, so that training leaves the node and the screen their turns. */
  readonly nice?: number;
  onEvent(event: ProcessEvent): void;
  /** It ended unasked; `pause` is the time in milliseconds until it is started again. */
  onDeath(reason: string, pause: number): void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Who lived this long has earned a quick restart. */
const HEALTHY_MS = 60_000;
/** Time to end in good order before it is killed. */
const GRACE_MS = 8_000;

const LONGEST_LOG_BYTES = 16 * 1_048_576;

const PROGRAM = resolve(import.meta.dirname, "../../bin/myelin.mjs");
const REPOSITORY = resolve(import.meta.dirname, "../../../..");

/** One process that is kept alive: started again when it dies, after pauses that grow while it keeps dying. */
export class ManagedProcess {
  readonly name: string;
  state: ProcessState = "stopped";
  restarts = 0;
  private readonly options: ProcessOptions;
  private readonly log: WriteStream;
  private child: ChildProcess | undefined;
  private exited: Promise<void> = Promise.resolve();
  private pauseMs = FIRST_PAUSE_MS;
  private timer: NodeJS.Timeout | undefined;
  private wanted = false;
  private lastWords = "";

  constructor(options: ProcessOptions) {
    this.name = options.name;
    this.options = options;
    setAside(options.log);
    this.log = createWriteStream(options.log, { flags: "a", mode: 0o600 });
    this.log.on("error", () => {});
  }

  start(): void {
    this.wanted = true;
    this.launch();
  }

  /** Ends it in good order, or by force where it does not follow. */
  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    this.state = "stopped";
    this.child?.kill("SIGTERM");
    const force = setTimeout(() => this.child?.kill("SIGKILL"), GRACE_MS);
    await this.exited;
    clearTimeout(force);
    this.log.end();
  }

  /** Kills it without warning, and starts it again after `awayMs`. */
  async killFor(awayMs: number): Promise<void> {
    if (!this.wanted || this.child === undefined) return;
    this.wanted = false;
    this.child.kill("SIGKILL");
    await this.exited;
    if (this.state === "stopped") return;
    this.state = "away";
    this.timer = setTimeout(() => this.start(), awayMs);
  }

  private launch(): void {
    this.state = "starting";
    const started = performance.now();
    // Its own process group: the terminal's Ctrl-C comes to the supervisor only, which stops all in order.
    const child = spawn(process.execPath, [...(this.options.flags ?? []), PROGRAM, ...this.options.args], {
      cwd: REPOSITORY,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child = child;
    if (this.options.nice !== undefined) lowerPriority(child.pid, this.options.nice);
    const words = (line: string) => this.log.write(`${line}\n`);
    child.stdout!.setEncoding("utf8").on(
      "data",
      eventReader((event) => this.heard(event), words),
    );
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.lastWords = `${this.lastWords}${text}`.slice(-2_000);
      this.log.write(text);
    });
    this.exited = new Promise((done) => {
      child.once("error", (error) => {
        this.lastWords = error.message;
      });
      child.once("close", (code, signal) => {
        this.child = undefined;
        this.ended(signal ?? `exit code ${code}`, performance.now() - started);
        done();
      });
    });
  }

  private heard(event: ProcessEvent): void {
    if (this.state === "starting") this.state = "running";
    // Blocks are in the chain.
    if (event.event !== "block") this.log.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
    this.options.onEvent(event);
  }

  private ended(how: string, livedMs: number): void {
    this.log.write(`${new Date().toISOString()} ${this.name} ended: ${how}\n`);
    if (!this.wanted) return;
    if (livedMs >= HEALTHY_MS) this.pauseMs = FIRST_PAUSE_MS;
    const pause = this.pauseMs;
    this.pauseMs = Math.min(pause * 2, LONGEST_PAUSE_MS);
    this.state = "waiting";
    this.restarts++;
    this.timer = setTimeout(() => this.launch(), pause);
    this.options.onDeath(this.reason(how), pause);
  }

  /** The sentence it ended with, if it said one. */
  private reason(how: string): string {
    const lines = this.lastWords.trim().split("\n");
    this.lastWords = "";
    for (const line of lines.toReversed()) {
      const message = failureIn(line);
      if (message !== undefined) return message;
    }
    return `It ended with ${how}; its log is ${this.options.log}.`;
  }
}

/** A log that has grown long makes room for a new one; the one before it goes. */
function setAside(log: string): void {
  const { size = 0 } = statSync(log, { throwIfNoEntry: false }) ?? {};
  if (size > LONGEST_LOG_BYTES) renameSync(log, `${log}.old`);
}

/** The sentence in `{"error":{"message":…}}`, as every command ends with when it fails with `--json`. */
function failureIn(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { error?: { message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}

function lowerPriority(pid: number | undefined, nice: number): void {
  try {
    if (pid !== undefined) setPriority(pid, nice);
  } catch {
    // It has ended already, or the system does not allow it; it then runs as any other.
  }
}
