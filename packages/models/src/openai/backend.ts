import type { Backend, PredictionRequest } from "../backend.ts";
import { ModelError } from "../errors.ts";
import { requestJson, ServerError } from "../http.ts";
import { type Place, placesOf } from "./answers.ts";
import { TextContext } from "./context.ts";
import { fromEcho, fromFollowing } from "./conversion.ts";

export interface OpenAiOptions {
  /** With or without `/v1`. */
  readonly url: string;
  /** Default: the first that the server names. */
  readonly model?: string;
  readonly key?: string;
  /** Bytes of context to give it. */
  readonly context: number;
  /** Gives up opening. */
  readonly signal?: AbortSignal;
}

/**
 * What a server can be asked, best first. `echo` tells about the tokens of the text itself, as OpenAI's completions API and vLLM do;
 * `completions` about the next token alone, as llama.cpp's server does; `chat` about the first token of an answer.
 */
type Way = "echo" | "completions" | "chat";

/** How many of the likeliest tokens to ask for, until a server does not refuse. */
const LIKELIEST: readonly (readonly [Way, readonly number[]])[] = [
  ["echo", [50, 20, 5]],
  ["completions", [500, 100, 20, 5]],
  ["chat", [20, 5]],
];
const PROBE = "The next word of this sentence";
const PROBE_MS = 30_000;
/** Texts in one request, and requests at a time. */
const AT_ONCE = 16;
const PARALLEL = 4;
/** Places of its last word, at most, up to which a context is asked about where texts are not echoed. */
const MOST_PLACES = 8;
/** What a server's model list may hold for a sentence. */
const MOST_NAMES = 5;

const CONTINUE =
  "You continue texts. The user gives the beginning of a text that may end anywhere. Answer with the text that follows, and nothing else.";

/** A model behind a server that speaks OpenAI's API and gives log-probabilities. */
export class OpenAiBackend implements Backend {
  readonly name: string;
  readonly parameters = undefined;
  readonly context: number;
  /** How the server is asked. */
  readonly way: Way;
  readonly #base: string;
  readonly #model: string;
  readonly #key: string | undefined;
  readonly #likeliest: number;
  readonly #atOnce: number;

  private constructor(
    options: OpenAiOptions,
    server: { base: string; model: string; way: Way; likeliest: number; atOnce: number },
  ) {
    this.context = options.context;
    this.#key = options.key;
    this.#base = server.base;
    this.#model = server.model;
    this.way = server.way;
    this.#likeliest = server.likeliest;
    this.#atOnce = server.atOnce;
    this.name = `${server.model} (${new URL(server.base).host}, ${server.likeliest} likeliest tokens by ${server.way})`;
  }

  /** Finds out what the server can be asked. @throws {ModelError} in one sentence */
  static async open(options: OpenAiOptions): Promise<OpenAiBackend> {
    const base = baseOf(options.url);
    const model = await modelAt(base, options);
    let refusal: unknown;
    for (const [way, counts] of LIKELIEST) {
      for (const likeliest of counts) {
        const backend = new OpenAiBackend(options, {
          base,
          model,
          way,
          likeliest,
          atOnce: way === "chat" ? 1 : AT_ONCE,
        });
        try {
          if (await backend.#tells(PROBE, options)) return await backend.#taking(options);
          break;
        } catch (error) {
          if (!(error instanceof ServerError && isAboutRequest(error))) throw error;
          refusal = error;
        }
      }
    }
    if (refusal instanceof ServerError) throw refusal;
    throw new ModelError("MODEL_UNFIT", `${base} gives no log-probabilities; a model that tells them is needed.`);
  }

  async predict({ contexts, prior, put, signal }: PredictionRequest): Promise<void> {
    const asked = contexts.map((context, row) => {
      const seen = context.length === 0 ? LINE_BREAK : context.subarray(-this.context);
      return new Question(row, new TextContext(seen, prior), this.way);
    });
    const groups = inGroups(asked, this.#atOnce);
    const worker = async (): Promise<void> => {
      for (let group = groups.shift(); group !== undefined && !signal.aborted; group = groups.shift()) {
        const places = await this.#ask(
          group.flatMap(({ texts }) => texts),
          signal,
        );
        for (const question of group) {
          const probabilities = question.answer(places.splice(0, question.texts.length));
          if (probabilities !== undefined) put(question.row, probabilities);
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
  }

  async close(): Promise<void> {}

  /** Whether the server, asked in this way, tells of likely tokens. */
  async #tells(text: string, options: OpenAiOptions): Promise<boolean> {
    const [places] = await this.#ask([text], patience(options));
    if (this.way !== "echo") return places?.[0] !== undefined && places[0].likeliest.length > 0;
    const nothing = new Float32Array(256).fill(1 / 256);
    const context = new TextContext(new Uint8Array(Buffer.from(text)), () => nothing);
    return places !== undefined && fromEcho(context, places) !== undefined;
  }

  /** This, with as many texts a request as the server takes. */
  async #taking(options: OpenAiOptions): Promise<OpenAiBackend> {
    if (this.#atOnce === 1) return this;
    try {
      const [one, two] = await this.#ask([PROBE, "A"], patience(options));
      if (one !== undefined && two !== undefined) return this;
    } catch (error) {
      if (!(error instanceof ServerError && isAboutRequest(error))) throw error;
    }
    return new OpenAiBackend(options, {
      base: this.#base,
      model: this.#model,
      way: this.way,
      likeliest: this.#likeliest,
      atOnce: 1,
    });
  }

  /** The places that the server tells of, for each text. */
  async #ask(texts: readonly string[], signal: AbortSignal): Promise<(Place[] | undefined)[]> {
    if (this.#atOnce === 1 && texts.length > 1) {
      const each: (Place[] | undefined)[] = [];
      for (const text of texts) each.push(...(await this.#ask([text], signal)));
      return each;
    }
    const path = this.way === "chat" ? "chat/completions" : "completions";
    const answer = await requestJson(`${this.#base}/${path}`, this.#request(texts), { key: this.#key, signal });
    const { choices } = (answer ?? {}) as { choices?: unknown };
    if (!Array.isArray(choices)) {
      throw new ServerError("MODEL_ANSWER_INVALID", `${this.#base}/${path} answers without "choices".`, 200);
    }
    const places = texts.map((): Place[] | undefined => undefined);
    choices.forEach((choice: { index?: unknown } | null, i) => {
      const at = typeof choice?.index === "number" ? choice.index : i;
      if (at >= 0 && at < places.length) places[at] = placesOf(choice);
    });
    return places;
  }

  #request(texts: readonly string[]): object {
    const common = { model: this.#model, max_tokens: 1, temperature: 1, stream: false };
    if (this.way !== "chat") {
      const prompt = texts.length === 1 ? texts[0] : texts;
      return { ...common, prompt, logprobs: this.#likeliest, echo: this.way === "echo" };
    }
    const messages = [
      { role: "system", content: CONTINUE },
      { role: "user", content: texts[0] },
    ];
    return { ...common, messages, logprobs: true, top_logprobs: this.#likeliest };
  }
}

const LINE_BREAK = Uint8Array.of(10);

/** A context and the texts that the server is asked about for it. */
class Question {
  readonly row: number;
  readonly texts: readonly string[];
  readonly #context: TextContext;
  readonly #way: Way;
  /** Where each of the texts ends. */
  readonly #ends: readonly number[];

  constructor(row: number, context: TextContext, way: Way) {
    this.row = row;
    this.#context = context;
    this.#way = way;
    if (way === "completions") this.#ends = context.places(MOST_PLACES);
    // Answers of a chat begin a word, without a space.
    else this.#ends = [way === "chat" ? context.lastWord(true) : context.textLength];
    this.texts = this.#ends.map((end) => context.upTo(end) || "\n");
  }

  answer(answers: readonly (Place[] | undefined)[]): Float32Array | undefined {
    const [first] = answers;
    if (first === undefined) return undefined;
    if (this.#way === "echo") return fromEcho(this.#context, first);
    const followings = this.#ends.map((start, i) => ({ start, place: answers[i]?.[0] }));
    const { textLength } = this.#context;
    if (this.#ends.at(-1) !== textLength) followings.push({ start: textLength, place: undefined });
    return fromFollowing(this.#context, followings);
  }
}

/** Questions whose texts go into one request. */
function inGroups(questions: readonly Question[], texts: number): Question[][] {
  const groups: Question[][] = [];
  let free = 0;
  for (const question of questions) {
    if (free < question.texts.length) {
      groups.push([]);
      free = texts;
    }
    groups.at(-1)!.push(question);
    free -= question.texts.length;
  }
  return groups;
}

/** Aborts when a question that opens a server has waited long enough, or nobody wants the server any longer. */
function patience({ signal }: OpenAiOptions): AbortSignal {
  const timeout = AbortSignal.timeout(PROBE_MS);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

function baseOf(url: string): string {
  const base = url.replace(/\/+$/, "");
  return new URL(base).pathname === "/" ? `${base}/v1` : base;
}

/** The model to ask for. @throws {ModelError} where the server has another */
async function modelAt(base: string, options: OpenAiOptions): Promise<string> {
  const { model, key } = options;
  let names: string[] = [];
  try {
    const { data } = (await requestJson(`${base}/models`, undefined, {
      key,
      signal: patience(options),
    })) as {
      data?: { id?: unknown }[];
    };
    names = (Array.isArray(data) ? data : []).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
  } catch (error) {
    if (!(error instanceof ServerError && isAboutRequest(error))) throw error;
  }
  if (model === undefined) {
    if (names[0] !== undefined) return names[0];
    throw new ModelError("MODEL_UNKNOWN", `${base} does not name its models: write openai:${base}#MODEL.`);
  }
  if (names.length === 0 || names.includes(model)) return model;
  const some = `${names.slice(0, MOST_NAMES).join(", ")}${names.length > MOST_NAMES ? " …" : ""}`;
  throw new ModelError("MODEL_UNKNOWN", `${base} has no model "${model}"; it has ${some}.`);
}

/** The server is there and minds what it was asked: another request may do. */
function isAboutRequest({ status }: ServerError): boolean {
  return status >= 400 && status !== 401 && status !== 403 && status !== 429;
}
