import { readFile } from "node:fs/promises";
import { Tokenizer } from "@huggingface/tokenizers";
import { ModelError } from "../errors.ts";
import type { TextTokenizer, TokenPath } from "./paths.ts";
import { byteLevelBytes, sentencePieceBytes } from "./spelling.ts";
import { type TokenBytes, Vocabulary } from "./vocabulary.ts";

/** What we read of a `tokenizer.json` ourselves (https://huggingface.co/docs/tokenizers): the library does not tell bytes of tokens. */
interface TokenizerJson {
  readonly model: { readonly type?: string };
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: unknown;
  readonly decoder?: unknown;
  readonly added_tokens?: readonly { readonly id: number; readonly content: string; readonly special: boolean }[];
}

/** Texts whose tokens are remembered. */
const MOST_KNOWN = 4096;

/** Normalizers after which the text cannot be told from the tokens. */
const LOSSY = ["Lowercase", "StripAccents", "BertNormalizer", "Strip"];

/** A tokenizer from a `tokenizer.json`. @throws {ModelError} in one sentence */
export async function openTokenizer(path: string): Promise<HuggingFaceTokenizer> {
  const json = await readTokenizer(path);
  const lossy = typesIn(json.normalizer).find((type) => LOSSY.includes(type));
  if (lossy !== undefined || json.model.type === "WordPiece") {
    const what = lossy === undefined ? "is WordPiece, which drops spaces" : `changes the text (${lossy})`;
    throw new ModelError("MODEL_UNFIT", `The tokenizer ${path} ${what}; next bytes cannot be told from its tokens.`);
  }
  try {
    return new HuggingFaceTokenizer(json);
  } catch (error) {
    throw new ModelError("MODEL_UNFIT", `The tokenizer ${path} cannot be used: ${(error as Error).message}.`, error);
  }
}

async function readTokenizer(path: string): Promise<TokenizerJson> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
    throw new ModelError(
      "MODEL_FILE_UNREADABLE",
      `The tokenizer ${path} ${reason}; name the model's tokenizer.json with --tokenizer.`,
      error,
    );
  }
  try {
    const json = JSON.parse(text) as TokenizerJson;
    if (typeof json.model === "object" && json.model !== null) return json;
  } catch {
    // told below
  }
  throw new ModelError("MODEL_FILE_UNREADABLE", `The file ${path} is no Hugging Face tokenizer, or was cut short.`);
}

/** Text to tokens as the model's makers do it, and tokens back to bytes. */
export class HuggingFaceTokenizer implements TextTokenizer {
  readonly vocabulary: Vocabulary;
  readonly #tokenizer: Tokenizer;
  /** Lately asked for: a detour of one round was the way of an earlier one. */
  readonly #known = new Map<string, TokenPath>();

  constructor(json: TokenizerJson) {
    this.#tokenizer = new Tokenizer(json, {});
    this.vocabulary = new Vocabulary(bytesOfTokens(json, this.#tokenizer.get_vocab()));
  }

  path(text: Uint8Array): TokenPath {
    const spelled = Buffer.from(text.buffer, text.byteOffset, text.length).toString("utf8");
    const known = this.#known.get(spelled);
    if (known !== undefined) return known;
    const { ids } = this.#tokenizer.encode(spelled);
    const path = this.#placed(ids, text) ?? this.#greedyPath(ids, text);
    this.#known.set(spelled, path);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN) this.#known.delete(oldest!);
    return path;
  }

  /** Where each token ends; undefined where the tokens do not spell the text. */
  #placed(ids: readonly number[], text: Uint8Array): TokenPath | undefined {
    const path = { ids: [] as number[], ends: [] as number[] };
    let end = 0;
    for (const id of ids) {
      const bytes = this.vocabulary.bytesOf(id);
      if (bytes === undefined && end > 0) break; // what some tokenizers put behind the text
      const spelled = bytes ?? new Uint8Array(0);
      const skipped = end === 0 && isAddedSpace(spelled, text) ? 1 : 0;
      const part = spelled.subarray(skipped);
      if (Buffer.compare(part, text.subarray(end, end + part.length)) !== 0) return undefined;
      end += part.length;
      path.ids.push(id);
      path.ends.push(end);
    }
    return end === text.length ? path : undefined;
  }

  /** For text that the tokenizer changes in some rare way: the longest tokens, behind the same front. */
  #greedyPath(ids: readonly number[], text: Uint8Array): TokenPath {
    const path = { ids: [] as number[], ends: [] as number[] };
    let end = 0;
    for (const id of ids) {
      if (this.vocabulary.bytesOf(id) !== undefined) break;
      path.ids.push(id);
      path.ends.push(end);
    }
    for (const id of this.vocabulary.greedy(text) ?? []) {
      end += this.vocabulary.bytesOf(id)!.length;
      path.ids.push(id);
      path.ends.push(end);
    }
    return path;
  }
}

/** SentencePiece puts a space in front of a text that has none. */
function isAddedSpace(token: Uint8Array, text: Uint8Array): boolean {
  return token[0] === SPACE && text[0] !== SPACE;
}

const SPACE = 32;

function bytesOfTokens(json: TokenizerJson, vocabulary: ReadonlyMap<string, number>): TokenBytes[] {
  const byteLevel = [json.decoder, json.pre_tokenizer].some((part) => typesIn(part).includes("ByteLevel"));
  const spell = byteLevel ? byteLevelBytes : sentencePieceBytes;
  const bytes: TokenBytes[] = [];
  for (const [token, id] of vocabulary) bytes[id] = spell(token);
  for (const { id, content, special } of json.added_tokens ?? []) {
    bytes[id] = special ? undefined : Buffer.from(content, "utf8");
  }
  return bytes;
}

/** All `type`s named anywhere in a part of the file. */
function typesIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "type" in part && typeof part.type === "string" ? [part.type] : [];
  return [...own, ...Object.values(part).flatMap(typesIn)];
}
