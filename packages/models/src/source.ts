import { readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { Backend } from "./backend.ts";
import { ModelError } from "./errors.ts";

/** Where somebody's model is. */
export type ModelSource =
  | { readonly kind: "onnx"; readonly file: string; readonly tokenizer?: string }
  | { readonly kind: "gguf"; readonly file: string }
  | { readonly kind: "openai"; readonly url: string; readonly model?: string; readonly keyFile?: string }
  | { readonly kind: "python"; readonly file: string }
  | { readonly kind: "http"; readonly url: string; readonly keyFile?: string };

export interface SourceOptions {
  /** `tokenizer.json` of an ONNX model that speaks tokens. */
  readonly tokenizer?: string;
  /** File that holds a server's key. */
  readonly keyFile?: string;
}

const FORMS = "onnx:FILE, gguf:FILE, openai:URL#MODEL, python:FILE or http://…";

/**
 * What a model's name says: `onnx:FILE`, `gguf:FILE`, `openai:URL` or `openai:URL#MODEL`, `python:FILE`, `http://…`. Undefined where it
 * has no such form.
 *
 * @throws {ModelError} where the form is right and the rest is not
 */
export function parseModelSource(name: string, { tokenizer, keyFile }: SourceOptions = {}): ModelSource | undefined {
  const [, kind, rest] = /^(onnx|gguf|openai|python|https?):(.*)$/s.exec(name) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  if (rest === "") throw new ModelError("MODEL_UNKNOWN", `"${name}" names no file and no address; write ${FORMS}.`);
  switch (kind) {
    case "onnx":
      return { kind, file: rest, tokenizer };
    case "gguf":
    case "python":
      return { kind, file: rest };
    case "openai": {
      const { hash } = addressOf(rest);
      const model = hash === "" ? undefined : decodeURIComponent(hash.slice(1));
      return { kind, url: rest.replace(/#.*$/s, ""), model, keyFile };
    }
    default: {
      const url = rest.startsWith("//") ? name : rest;
      addressOf(url);
      return { kind: "http", url, keyFile };
    }
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") {
    if (url.username === "" && url.password === "") return url;
    throw new ModelError(
      "MODEL_UNKNOWN",
      "An address must hold no password: give the key in MYELIN_MODEL_KEY or by --model-key-file.",
    );
  }
  throw new ModelError("MODEL_UNKNOWN", `"${text}" is no address; write one as http://127.0.0.1:8080.`);
}

/** A source as it was written, without folders. */
export function nameOf(source: ModelSource): string {
  if ("file" in source) return `${source.kind}:${basename(source.file)}`;
  return source.kind === "http"
    ? source.url
    : `openai:${source.url}${source.model === undefined ? "" : `#${source.model}`}`;
}

export interface OpenOptions {
  /** Folder where a program may keep what it learns. */
  readonly dir: string;
  /** Bytes of context to give to a model that does not say how many it sees. Default 256. */
  readonly context?: number;
  /** Threads for a model in this process. Default: half the cores. */
  readonly threads?: number;
  /** Other tokenisations to ask about for each context, where all tokens' probabilities are known. Default 1. */
  readonly detours?: number;
  /** Gives up opening. */
  readonly signal?: AbortSignal;
}

/** Opens a model. @throws {ModelError} in one sentence */
export async function openBackend(source: ModelSource, options: OpenOptions): Promise<Backend> {
  const { dir, context = 256, threads = Math.max(1, availableParallelism() >> 1), detours = 1 } = options;
  const { signal = new AbortController().signal } = options;
  switch (source.kind) {
    case "onnx": {
      const { OnnxBackend } = await import("./onnx/backend.ts");
      return OnnxBackend.open({ file: source.file, tokenizer: source.tokenizer, context, threads, detours }, signal);
    }
    case "gguf": {
      const { GgufBackend } = await import("./gguf/backend.ts");
      return GgufBackend.open({ file: source.file, context, threads, detours });
    }
    case "openai": {
      const { OpenAiBackend } = await import("./openai/backend.ts");
      const key = await readKey(source.keyFile);
      return OpenAiBackend.open({ url: source.url, model: source.model, key, context, signal });
    }
    case "python": {
      const { ProgramBackend } = await import("./program/backend.ts");
      return ProgramBackend.python(source.file, { dir, context }, signal);
    }
    case "http": {
      const { ProgramBackend } = await import("./program/backend.ts");
      return ProgramBackend.http(source.url, await readKey(source.keyFile), { dir, context }, signal);
    }
  }
}

/** A key from its file or from the environment: never from a command line, which every process may read. */
async function readKey(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return process.env["MYELIN_MODEL_KEY"]?.trim() || undefined;
  let mode: number;
  let key: string;
  try {
    ({ mode } = await stat(file));
    key = (await readFile(file, "utf8")).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ModelError("MODEL_FILE_UNREADABLE", `The key file ${file} cannot be read (${code}).`, error);
  }
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new ModelError("MODEL_REFUSED", `Others may read the key file ${file}: run "chmod 600 ${file}".`);
  }
  return key;
}
