import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { Backend, PredictionRequest } from "../backend.ts";
import { asModelError, ModelError } from "../errors.ts";
import { nextByte } from "../vocabulary/next-byte.ts";
import { cutsOf, firstAsked, pathsTo, type TextTokenizer, type TokenPath } from "../vocabulary/paths.ts";
import { byteLevelBytes, sentencePieceBytes } from "../vocabulary/spelling.ts";
import { Vocabulary } from "../vocabulary/vocabulary.ts";
import {
  type Llama,
  type LlamaContext,
  type LlamaModel,
  type LlamaModule,
  type LlamaSequence,
  loadLlama,
} from "./llama.ts";

export interface GgufOptions {
  readonly file: string;
  /** Bytes of context to give it. */
  readonly context: number;
  readonly threads: number;
  readonly detours: number;
}

/** Contexts that llama.cpp works on together. */
const SEQUENCES = 8;
/** llama.cpp rounds smaller contexts up. */
const LEAST_TOKENS = 256;
/** Every token with its own probability. */
const ALL = { generateNext: { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } } } as const;

/** A model in a GGUF file, run by llama.cpp. */
export class GgufBackend implements Backend {
  readonly name: string;
  readonly parameters = undefined;
  readonly context: number;
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  readonly #runs: LlamaContext;
  readonly #free: LlamaSequence[];
  readonly #tokenizer: GgufTokenizer;
  readonly #options: GgufOptions;

  private constructor(options: GgufOptions, llama: Llama, model: LlamaModel, runs: LlamaContext) {
    this.name = basename(options.file);
    this.context = options.context;
    this.#options = options;
    this.#llama = llama;
    this.#model = model;
    this.#runs = runs;
    this.#free = Array.from({ length: SEQUENCES }, () => runs.getSequence());
    this.#tokenizer = new GgufTokenizer(options.file, model);
  }

  /** @throws {ModelError} in one sentence */
  static async open(options: GgufOptions, load: () => Promise<LlamaModule> = loadLlama): Promise<GgufBackend> {
    await checkHeader(options.file);
    const { getLlama } = await load();
    const llama = await getLlama({ build: "never", logLevel: "disabled" });
    try {
      const model = await llama.loadModel({ modelPath: options.file });
      // A token is a byte at least.
      const contextSize = Math.max(LEAST_TOKENS, Math.min(options.context + 8, model.trainContextSize));
      const runs = await model.createContext({ contextSize, sequences: SEQUENCES, threads: options.threads });
      return new GgufBackend(options, llama, model, runs);
    } catch (error) {
      await llama.dispose();
      if (error instanceof ModelError) throw error;
      const reason = (error as Error).message.split("\n")[0];
      throw new ModelError(
        "MODEL_FILE_UNREADABLE",
        `${options.file} cannot be run, or was cut short: ${reason}.`,
        error,
      );
    }
  }

  async predict({ contexts, put, signal }: PredictionRequest): Promise<void> {
    const rows = contexts.map((context, row) => ({ row, context }));
    const worker = async (): Promise<void> => {
      const sequence = this.#free.pop();
      if (sequence === undefined) return;
      try {
        for (let next = rows.shift(); next !== undefined && !signal.aborted; next = rows.shift()) {
          const probabilities = await this.#next(sequence, next.context);
          if (probabilities !== undefined) put(next.row, probabilities);
        }
      } finally {
        this.#free.push(sequence);
      }
    };
    try {
      while (rows.length > 0 && !signal.aborted) {
        await Promise.all(Array.from({ length: SEQUENCES }, worker));
        // Others' questions hold all sequences.
        if (rows.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
    } catch (error) {
      throw asModelError(error, "MODEL_UNFIT");
    }
  }

  async close(): Promise<void> {
    await this.#runs.dispose();
    await this.#model.dispose();
    await this.#llama.dispose();
  }

  async #next(sequence: LlamaSequence, context: Uint8Array): Promise<Float32Array | undefined> {
    const seen = context.length === 0 ? LINE_BREAK : context.subarray(-this.context);
    const { vocabulary } = this.#tokenizer;
    const paths = pathsTo(this.#tokenizer, seen, this.#options.detours);
    const first = firstAsked(seen, vocabulary, paths);
    if (first < 0) return undefined;
    const told: Map<number, Float32Array>[] = [];
    for (const path of paths) told.push(await this.#run(sequence, path, first));
    return nextByte(
      vocabulary,
      cutsOf(seen, vocabulary, paths, (path, at) => told[path]!.get(at)!),
    );
  }

  /** Probabilities of what follows each token of a path, from token `first` on. */
  async #run(sequence: LlamaSequence, { ids }: TokenPath, first: number): Promise<Map<number, Float32Array>> {
    await sequence.clearHistory();
    const outputs = await sequence.controlledEvaluate(ids.map((id, at) => (at < first ? id : [id, ALL])));
    const told = new Map<number, Float32Array>();
    for (let at = first; at < ids.length; at++) {
      const next = new Float32Array(this.#tokenizer.vocabulary.size);
      for (const [id, probability] of outputs[at]?.next.probabilities ?? []) next[id] = probability;
      told.set(at, next);
    }
    return told;
  }
}

const LINE_BREAK = Uint8Array.of(10);

/** Tokens of a GGUF file, by llama.cpp's tokenizer. */
class GgufTokenizer implements TextTokenizer {
  readonly vocabulary: Vocabulary;
  readonly #model: LlamaModel;

  constructor(file: string, model: LlamaModel) {
    const { model: kind, tokens, token_type: types } = model.fileInfo.metadata.tokenizer?.ggml ?? {};
    if (tokens === undefined || (kind !== "gpt2" && kind !== "llama")) {
      throw new ModelError("MODEL_UNFIT", `The tokens of ${file} (${kind ?? "none"}) cannot be told as bytes.`);
    }
    const spell = kind === "gpt2" ? byteLevelBytes : sentencePieceBytes;
    const isText = (id: number) => types === undefined || [1, 4, 6].includes(types[id]!);
    this.vocabulary = new Vocabulary(tokens.map((token, id) => (isText(id) ? spell(token) : undefined)));
    this.#model = model;
  }

  path(text: Uint8Array): TokenPath {
    const { bos, shouldPrependBosToken } = this.#model.tokens;
    const path = { ids: [] as number[], ends: [] as number[] };
    if (shouldPrependBosToken && bos !== null) {
      path.ids.push(bos);
      path.ends.push(0);
    }
    const ids = this.#model.tokenize(Buffer.from(text.buffer, text.byteOffset, text.length).toString("utf8"), false);
    const own = this.#spells(ids, text) ? ids : (this.vocabulary.greedy(text) ?? []);
    let end = 0;
    for (const id of own) {
      end += this.#bytes(id, end, text).length;
      path.ids.push(id);
      path.ends.push(end);
    }
    return path;
  }

  #spells(ids: readonly number[], text: Uint8Array): boolean {
    let end = 0;
    for (const id of ids) {
      const bytes = this.#bytes(id, end, text);
      if (Buffer.compare(bytes, text.subarray(end, end + bytes.length)) !== 0) return false;
      end += bytes.length;
    }
    return end === text.length;
  }

  /** SentencePiece puts a space in front of a text that has none. */
  #bytes(id: number, end: number, text: Uint8Array): Uint8Array {
    const bytes = this.vocabulary.bytesOf(id) ?? new Uint8Array(0);
    return end === 0 && bytes[0] === 32 && text[0] !== 32 ? bytes.subarray(1) : bytes;
  }
}

/** A file of another kind is told here, before anything large is loaded (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
async function checkHeader(file: string): Promise<void> {
  const header = Buffer.alloc(24);
  try {
    const handle = await open(file);
    await handle.read(header, 0, header.length, 0).finally(() => handle.close());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
    throw new ModelError("MODEL_FILE_UNREADABLE", `The model ${file} ${reason}.`, error);
  }
  if (header.toString("latin1", 0, 4) !== "GGUF") {
    throw new ModelError("MODEL_FILE_UNREADABLE", `${file} is no GGUF file.`);
  }
  const version = header.readUInt32LE(4);
  if (version < 2 || version > 3) {
    throw new ModelError("MODEL_FILE_UNREADABLE", `${file} is GGUF version ${version}; versions 2 and 3 can be read.`);
  }
}
