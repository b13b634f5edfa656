import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ModelError } from "../errors.ts";
import { type Channel, invalid, type Method, resultOf, short } from "./protocol.ts";

/** Milliseconds that a program has to end by itself. */
const PATIENCE_MS = 2_000;

interface Waiting {
  readonly resolve: (result: Record<string, unknown>) => void;
  readonly reject: (error: Error) => void;
}

/** A program that reads requests from its standard input and writes answers to its standard output, a JSON object a line. */
export class LineChannel implements Channel {
  readonly name: string;
  readonly ended: Promise<Error>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  /** The last line that it wrote to its standard error: the message, where it ended on an exception. */
  #complaint = "";

  /** @param command the program and its arguments */
  constructor(name: string, command: readonly [string, ...string[]]) {
    this.name = name;
    const [program, ...args] = command;
    this.#child = spawn(program, args, { stdio: "pipe" });
    this.#child.stdin.on("error", () => {}); // it has ended, which is told below
    createInterface(this.#child.stdout).on("line", (line) => this.#hear(line));
    createInterface(this.#child.stderr).on("line", (line) => {
      if (line.trim() !== "") this.#complaint = short(line);
    });
    this.ended = new Promise((resolve) => {
      this.#child.on("error", (error) => resolve(notStarted(program, error)));
      this.#child.on("close", (code, signal) => resolve(this.#obituary(code, signal)));
    });
    void this.ended.then((error) => {
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
  }

  call(method: Method, fields: object): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      if (this.#child.exitCode !== null || this.#child.pid === undefined) return void this.ended.then(reject);
      this.#waiting.set(id, { resolve, reject });
      this.#child.stdin.write(`${JSON.stringify({ id, method, ...fields })}\n`);
    });
  }

  /** Ends its input, and then, if need be, itself. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    const term = setTimeout(() => this.#child.kill("SIGTERM"), PATIENCE_MS);
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), 2 * PATIENCE_MS);
    await this.ended;
    clearTimeout(term);
    clearTimeout(kill);
  }

  #hear(line: string): void {
    if (line.trim() === "") return;
    const answer = parsed(line);
    if (answer === undefined) {
      this.#refuse(`its line "${short(line)}" is no JSON; other output belongs on standard error`);
      return;
    }
    const { id } = answer as { id?: unknown };
    const waiting = typeof id === "number" ? this.#waiting.get(id) : undefined;
    if (waiting === undefined) {
      this.#refuse(`nobody asked what ${short(line)} answers`);
      return;
    }
    this.#waiting.delete(id as number);
    try {
      waiting.resolve(resultOf(this.name, answer));
    } catch (error) {
      waiting.reject(error as Error);
    }
  }

  /** After nonsense nobody knows which answer comes next. */
  #refuse(problem: string): void {
    const error = invalid(this.name, problem);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    this.#child.kill("SIGTERM");
  }

  #obituary(code: number | null, signal: string | null): ModelError {
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    const why = this.#complaint === "" ? "" : `: ${this.#complaint}`;
    return new ModelError("MODEL_UNREACHABLE", `${this.name} ended ${how}${why}`);
  }
}

function notStarted(program: string, error: Error): ModelError {
  const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "it is not there" : error.message;
  return new ModelError(
    "MODEL_UNREACHABLE",
    `${program} cannot be started: ${reason}. Name it with MYELIN_PYTHON.`,
    error,
  );
}

/** The JSON object or other value of a line; undefined where it is none. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return undefined;
  }
}
