import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HuggingFaceTokenizer } from "../vocabulary/hugging-face.ts";
import type { TokenCounts } from "./token-counts.ts";

export interface TestServerOptions {
  readonly tokenizer: HuggingFaceTokenizer;
  readonly model: TokenCounts;
  /** Whether texts can be echoed with what was likely at each of their places. */
  readonly echo?: boolean;
  /** Most of the likeliest tokens that are told. */
  readonly most?: number;
  /** Only chats, and no completions. */
  readonly chatOnly?: boolean;
  readonly key?: string;
}

interface Likely {
  readonly id: number;
  readonly p: number;
}

type Json = Record<string, unknown>;

/** A server of OpenAI's API over a real tokenizer and a model that counts tokens: what it says of probabilities is what it believes. */
export class TestOpenAiServer {
  readonly #options: TestServerOptions;
  readonly #server: Server;
  readonly #sorted = new WeakMap<Float32Array, readonly Likely[]>();
  /** Requests for completions that were answered. */
  answered = 0;
  /** Says something else in place of an answer, while it is set. */
  sabotage: ((response: ServerResponse) => void) | undefined;

  constructor(options: TestServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const reply = (status: number, body: Json): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const { key, chatOnly = false, most = 20 } = this.#options;
    if (this.sabotage !== undefined) return this.sabotage(response);
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      return reply(401, { error: { message: `wrong key: ${request.headers.authorization}` } });
    }
    if (request.url === "/v1/models") return reply(200, { data: [{ id: "counting" }] });
    const body = JSON.parse(Buffer.concat(parts).toString() || "{}") as Json;
    const refuse = (message: string): void => reply(400, { error: { message } });
    if (request.url === "/v1/completions" && !chatOnly) {
      if ((body["logprobs"] as number) > most) return refuse(`logprobs is at most ${most}`);
      if (body["echo"] === true && this.#options.echo === false) return refuse("echo is not supported");
      this.answered++;
      const prompts = [body["prompt"]].flat() as string[];
      return reply(200, { choices: prompts.map((prompt, index) => this.#completion(prompt, index, body)) });
    }
    if (request.url === "/v1/chat/completions") {
      if ((body["top_logprobs"] as number) > most) return refuse(`top_logprobs is at most ${most}`);
      this.answered++;
      return reply(200, { choices: [this.#chat(body)] });
    }
    return reply(404, { error: { message: "no such path" } });
  }

  /** In the form of OpenAI's completions. */
  #completion(prompt: string, index: number, { echo, logprobs }: Json): Json {
    const { ids } = this.#options.tokenizer.path(Buffer.from(prompt));
    const tops = (before: readonly number[]) => {
      const likely = this.#likeliest(before, logprobs as number);
      return Object.fromEntries(likely.map(({ id, p }) => [this.#piece(id), Math.log(p)]));
    };
    const first = echo === true ? 0 : ids.length;
    const chosen = this.#likeliest(ids, 1)[0]!.id;
    const all = [...ids, chosen];
    const places = all.map((_, at) => at).slice(first);
    return {
      index,
      text: places.map((at) => this.#piece(all[at]!)).join(""),
      logprobs: {
        tokens: places.map((at) => this.#piece(all[at]!)),
        token_logprobs: places.map((at) =>
          at === 0 ? null : Math.log(this.#options.model.next(all.slice(0, at))[all[at]!]!),
        ),
        top_logprobs: places.map((at) => (at === 0 ? null : tops(all.slice(0, at)))),
      },
    };
  }

  /** In the form of OpenAI's chats. An answer begins a word, and has no space in front. */
  #chat({ messages, top_logprobs }: Json): Json {
    const text = (messages as { content: string }[]).at(-1)!.content;
    const { ids } = this.#options.tokenizer.path(Buffer.from(text.trimEnd()));
    const likely = this.#likeliest(ids, top_logprobs as number).map(({ id, p }) => {
      const bytes = [...this.#bytes(id)];
      return {
        token: this.#piece(id).trimStart(),
        bytes: bytes[0] === 32 ? bytes.slice(1) : bytes,
        logprob: Math.log(p),
      };
    });
    return {
      index: 0,
      message: { role: "assistant" },
      logprobs: { content: [{ ...likely[0], top_logprobs: likely }] },
    };
  }

  #likeliest(before: readonly number[], count: number): readonly Likely[] {
    const next = this.#options.model.next(before);
    const known = this.#sorted.get(next) ?? sorted(next);
    this.#sorted.set(next, known);
    return known.slice(0, count);
  }

  #bytes(id: number): Uint8Array {
    return this.#options.tokenizer.vocabulary.bytesOf(id) ?? Buffer.from("<|endoftext|>");
  }

  /** As OpenAI writes tokens that are no characters. */
  #piece(id: number): string {
    const bytes = Buffer.from(this.#bytes(id));
    const text = bytes.toString("utf8");
    if (Buffer.from(text, "utf8").equals(bytes)) return text;
    return `bytes:${[...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}`;
  }
}

function sorted(next: Float32Array): Likely[] {
  return Array.from(next, (p, id) => ({ id, p })).sort((a, b) => b.p - a.p);
}
