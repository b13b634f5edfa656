import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ModelError } from "../errors.ts";

/** What we use of node-llama-cpp 3 (https://node-llama-cpp.withcat.ai/api/functions/getLlama). It is no dependency: it is large. */
export interface LlamaModule {
  getLlama(options: { gpu?: "auto" | false; build: "never"; logLevel: "disabled" }): Promise<Llama>;
}

export interface Llama {
  loadModel(options: { modelPath: string; vocabOnly?: boolean }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly size: number;
  readonly trainContextSize: number;
  readonly fileInfo: { readonly metadata: { readonly tokenizer?: { readonly ggml?: TokenizerMetadata } } };
  readonly tokens: { readonly bos: number | null; readonly shouldPrependBosToken: boolean };
  tokenize(text: string, specialTokens: boolean): number[];
  createContext(options: { contextSize: number; sequences: number; threads?: number }): Promise<LlamaContext>;
  dispose(): Promise<void>;
}

export interface TokenizerMetadata {
  readonly model?: string;
  readonly tokens?: readonly string[];
  /** 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte (`llama_token_type` of ggml-org/llama.cpp `include/llama.h`). */
  readonly token_type?: readonly number[];
}

export interface LlamaContext {
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

export interface LlamaSequence {
  controlledEvaluate(
    input: readonly (number | readonly [number, { readonly generateNext: GenerateNext }])[],
  ): Promise<readonly (undefined | { readonly next: { readonly probabilities?: ReadonlyMap<number, number> } })[]>;
  clearHistory(): Promise<void>;
}

interface GenerateNext {
  readonly probabilities: true;
  readonly options: {
    readonly temperature: number;
    readonly topK: number;
    readonly topP: number;
    readonly minP: number;
  };
}

const NAME = "node-llama-cpp";

/** node-llama-cpp from where Myelin or the caller's folder has it. @throws {ModelError} that says how to install it */
export async function loadLlama(): Promise<LlamaModule> {
  const file = [import.meta.url, join(process.cwd(), "package.json")].map(found).find((path) => path !== undefined);
  if (file === undefined) {
    throw new ModelError(
      "MODEL_PACKAGE_MISSING",
      `GGUF files need ${NAME}, which is not installed: run "npm install --no-save ${NAME}@3" in the folder you start from.`,
    );
  }
  try {
    return (await import(pathToFileURL(file).href)) as LlamaModule;
  } catch (error) {
    throw new ModelError(
      "MODEL_PACKAGE_MISSING",
      `${NAME} is here, but does not load: ${(error as Error).message}`,
      error,
    );
  }
}

function found(from: string): string | undefined {
  try {
    return createRequire(from).resolve(NAME);
  } catch {
    return undefined;
  }
}
