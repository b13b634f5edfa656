import { access } from "node:fs/promises";
import { basename } from "node:path";
import type { Backend, PredictionRequest, StreamText } from "../backend.ts";
import { ModelError } from "../errors.ts";
import { HttpChannel } from "./http-channel.ts";
import { LineChannel } from "./lines.ts";
import { type Channel, type Greeting, greetingOf, type Hello, rowsOf } from "./protocol.ts";

/** Milliseconds that a program has to say hello: it may read its model first. */
const HELLO_MS = 60_000;
/** Contexts in one request, so that some answers come before all do. */
const AT_ONCE = 64;

/** A model in a program of any language. */
export class ProgramBackend implements Backend {
  readonly name: string;
  readonly parameters: number | undefined;
  readonly context: number;
  readonly ended: Promise<Error> | undefined;
  readonly #channel: Channel;

  private constructor(channel: Channel, greeting: Greeting, context: number) {
    this.#channel = channel;
    this.name = greeting.name ?? channel.name;
    this.parameters = greeting.parameters;
    this.context = Math.min(greeting.context ?? context, context);
    this.ended = channel.ended;
  }

  /** Starts a Python file. @throws {ModelError} in one sentence */
  static async python(file: string, hello: Omit<Hello, "version">, signal?: AbortSignal): Promise<ProgramBackend> {
    await access(file).catch((error) => {
      throw new ModelError("MODEL_FILE_UNREADABLE", `The program ${file} is not there or may not be read.`, error);
    });
    const python = process.env["MYELIN_PYTHON"] ?? "python3";
    return ProgramBackend.#greet(new LineChannel(basename(file), [python, "-u", file]), hello, signal);
  }

  /** Asks a program that listens. @throws {ModelError} in one sentence */
  static http(
    url: string,
    key: string | undefined,
    hello: Omit<Hello, "version">,
    signal?: AbortSignal,
  ): Promise<ProgramBackend> {
    return ProgramBackend.#greet(new HttpChannel(url, key), hello, signal);
  }

  static async #greet(channel: Channel, hello: Omit<Hello, "version">, signal?: AbortSignal): Promise<ProgramBackend> {
    const timeout = AbortSignal.timeout(HELLO_MS);
    const late = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    try {
      const greeting = channel.call("hello", { version: 1, ...hello } satisfies Hello, late);
      return new ProgramBackend(channel, greetingOf(await inTime(greeting, late, channel.name)), hello.context);
    } catch (error) {
      await channel.close();
      throw error;
    }
  }

  async predict({ contexts, put, signal }: PredictionRequest): Promise<void> {
    for (let start = 0; start < contexts.length && !signal.aborted; start += AT_ONCE) {
      const part = contexts.slice(start, start + AT_ONCE);
      const asked = part.map((context) => base64(context.subarray(-this.context)));
      const result = await this.#channel.call("predict", { contexts: asked }, signal);
      rowsOf(this.#channel.name, result, part.length).forEach((row, i) => {
        put(start + i, row);
      });
    }
  }

  async learn(texts: readonly StreamText[]): Promise<void> {
    await this.#channel.call("learn", { texts: texts.map(({ stream, bytes }) => ({ stream, bytes: base64(bytes) })) });
  }

  async save(): Promise<void> {
    await this.#channel.call("save", {});
  }

  close(): Promise<void> {
    return this.#channel.close();
  }
}

function inTime<T>(answer: Promise<T>, late: AbortSignal, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void =>
      reject(new ModelError("MODEL_TOO_SLOW", `${name} did not say hello within ${HELLO_MS / 1000} seconds.`));
    answer.then(resolve, reject);
    late.addEventListener("abort", giveUp);
    if (late.aborted) giveUp();
  });
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}
