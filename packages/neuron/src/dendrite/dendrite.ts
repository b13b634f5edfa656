import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage } from "node:http";
import type { Keypair } from "@myelin/primitives";
import { FieldError, Refusal } from "../errors.ts";
import { isPlainObject } from "../wire/fields.ts";
import { HEADER } from "../wire/headers.ts";
import { NonceClock } from "../wire/nonce.ts";
import { type Input, readValues, type Synapse, type Values } from "../wire/synapse.ts";
import type { Answer, AxonTarget, Evidence, SignatureState } from "./answer.ts";
import { verifyAnswer } from "./evidence.ts";
import { readAll, readChunks, StaleConnection, send } from "./exchange.ts";
import { type Sender, type SignedRequest, signRequest } from "./request.ts";

export interface DendriteOptions {
  /** Signs requests. */
  hotkey: Keypair;
  /** Connections kept to one axon at most; default 64. */
  connectionsPerAxon?: number;
  /** Largest answer, bytes; default 16 MiB. */
  answerBytes?: number;
  /** Refuse answers without a signature, as older axons give them, with status 401. */
  requireSigned?: boolean;
}

export interface QueryOptions {
  /** Seconds from sending to the last byte; default 12. */
  timeout?: number;
  signal?: AbortSignal;
}

/** A streamed answer: iterate for the chunks as they come, then read `answer`. */
export interface AnswerStream<S extends Synapse> extends AsyncIterable<Uint8Array> {
  /** Settles when the chunks are over; never rejects. Its `values` are the request's. */
  readonly answer: Promise<Answer<S>>;
}

/**
 * Asks axons: signs every request, keeps connections, checks the signatures of answers. Understands Bittensor's axon of
 * version 10 as well.
 *
 * @example
 * ```ts
 * const dendrite = new Dendrite({ hotkey });
 * const [answer] = await dendrite.query([{ hotkey: miner, ip: "127.0.0.1", port: 8091 }], Double, { input: 21 });
 * if (answer.ok) console.log(answer.values!.output);
 * ```
 */
export class Dendrite {
  readonly #sender: Sender;
  readonly #agent: Agent;
  readonly #nonces = new NonceClock();
  readonly #answerBytes: number;
  readonly #requireSigned: boolean;

  constructor({ hotkey, connectionsPerAxon = 64, answerBytes = 16 * 1024 * 1024, requireSigned }: DendriteOptions) {
    this.#sender = { hotkey, uuid: randomUUID(), ip: "0.0.0.0" };
    this.#agent = new Agent({ keepAlive: true, maxSockets: connectionsPerAxon, scheduling: "lifo", noDelay: true });
    this.#answerBytes = answerBytes;
    this.#requireSigned = requireSigned ?? false;
  }

  /** Asks all axons at once; answers come in the order of the axons. Rejects only for values that do not fit. */
  async query<S extends Synapse>(
    axons: readonly AxonTarget[],
    synapse: S,
    input: Input<S>,
    options: QueryOptions = {},
  ): Promise<Answer<S>[]> {
    const values = readValues(synapse, input as Record<string, unknown>);
    return await Promise.all(axons.map((axon) => this.#ask(axon, synapse, values, options)));
  }

  /** Asks one axon for a streamed answer, once it is iterated. Throws for values that do not fit; all else is in `answer`. */
  stream<S extends Synapse>(
    axon: AxonTarget,
    synapse: S,
    input: Input<S>,
    options: QueryOptions = {},
  ): AnswerStream<S> {
    const values = readValues(synapse, input as Record<string, unknown>);
    let settle: (answer: Answer<S>) => void;
    const answer = new Promise<Answer<S>>((resolve) => {
      settle = resolve;
    });
    const chunks = this.#chunks(axon, synapse, values, options, (final) => settle(final));
    return { answer, [Symbol.asyncIterator]: () => chunks };
  }

  /** Closes the connections; requests under way end with status 503. */
  close(): void {
    this.#agent.destroy();
  }

  async #ask<S extends Synapse>(
    axon: AxonTarget,
    synapse: S,
    values: Values<S>,
    options: QueryOptions,
  ): Promise<Answer<S>> {
    const call = new Call<S>(axon, options);
    try {
      const { request, response } = await this.#send(call, synapse, values);
      const body = await readAll(response, this.#answerBytes, call.signal);
      const signed = this.#checkSignature(request, response, body);
      // Peers of Bittensor 11 answer with the fields that are new.
      const known = axon.btauth ? values : {};
      return call.answered(response, signed, readBody(synapse, response.statusCode!, body.toString("utf8"), known));
    } catch (error) {
      return call.failed(error as Error);
    } finally {
      call.end();
    }
  }

  async *#chunks<S extends Synapse>(
    axon: AxonTarget,
    synapse: S,
    values: Values<S>,
    options: QueryOptions,
    settle: (answer: Answer<S>) => void,
  ): AsyncGenerator<Uint8Array> {
    const call = new Call<S>(axon, options);
    let final = call.failed(new Refusal(400, "The stream was not read to its end."));
    try {
      const { request, response } = await this.#send(call, synapse, values);
      const received: Buffer[] = [];
      for await (const chunk of readChunks(response, this.#answerBytes, call.signal)) {
        received.push(chunk);
        if (response.statusCode === 200) yield chunk;
      }
      const body = Buffer.concat(received);
      const signed = this.#checkSignature(request, response, body);
      const streamed = response.statusCode === 200;
      const parsed = streamed ? { values } : readBody(synapse, response.statusCode!, body.toString("utf8"));
      final = call.answered(response, signed, parsed);
    } catch (error) {
      final = call.failed(error as Error);
    } finally {
      call.end();
      settle(final);
    }
  }

  /** Signs and sends; once more over a fresh connection when a kept one turned out to be closed. */
  async #send<S extends Synapse>(
    call: Call<S>,
    synapse: S,
    values: Values<S>,
  ): Promise<{ request: SignedRequest; response: IncomingMessage }> {
    for (let attempt = 0; ; attempt++) {
      call.signal.throwIfAborted();
      const nonce = this.#nonces.next();
      const request = signRequest(this.#sender, call.axon, synapse, values, call.timeout, nonce);
      try {
        return { request, response: await send(this.#agent, request, call.signal) };
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
        if (attempt >= 3) throw new Refusal(503, "Service disconnected");
      }
    }
  }

  /** @throws {Refusal} 401 when the signature is wrong, or missing where it is required. */
  #checkSignature(request: SignedRequest, response: IncomingMessage, body: Buffer): Signed {
    const header = response.headers[HEADER.answerSignature] ?? response.trailers[HEADER.answerSignature];
    if (typeof header !== "string") {
      if (this.#requireSigned && response.statusCode === 200) throw new Refusal(401, "The answer is not signed.");
      return { signature: "absent", evidence: undefined };
    }
    const [nonce, signature = ""] = header.split(".");
    const claim = {
      synapse: request.synapse.name,
      requestMessage: request.message,
      requestSignature: request.signature,
      requestBody: request.body,
      axonHotkey: request.axon.hotkey,
      status: response.statusCode!,
      nonce,
      signature,
    };
    if (!verifyAnswer({ ...claim, body })) throw new Refusal(401, "The answer's signature is not the axon's.");
    return { signature: "valid", evidence: isUtf8(body) ? { ...claim, body: body.toString("utf8") } : undefined };
  }
}

interface Signed {
  signature: SignatureState;
  evidence: Evidence | undefined;
}

/** @throws {Refusal} 422 when the body is not what the synapse promises. */
function readBody<S extends Synapse>(
  synapse: S,
  status: number,
  body: string,
  known: Partial<Values<S>> = {},
): { values?: Values<S>; message?: string } {
  try {
    const parsed: unknown = JSON.parse(body);
    if (!isPlainObject(parsed)) throw new Refusal(422, "Failed to parse response: not a JSON object");
    if (status !== 200) return { message: typeof parsed.message === "string" ? parsed.message : undefined };
    return { values: readValues(synapse, { ...known, ...parsed }) };
  } catch (error) {
    if (status !== 200) return {};
    const reason = error instanceof FieldError ? error.message : "not JSON";
    throw error instanceof Refusal ? error : new Refusal(422, `Failed to parse response: ${reason}`);
  }
}

/** One request's clock and the making of its answer. */
class Call<S extends Synapse> {
  readonly axon: AxonTarget;
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly #startedAt = performance.now();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #outer: AbortSignal | undefined;
  readonly #aborted: () => void;

  constructor(axon: AxonTarget, { timeout = 12, signal }: QueryOptions) {
    this.axon = axon;
    this.timeout = timeout;
    const controller = new AbortController();
    this.signal = controller.signal;
    const late = () => controller.abort(new Refusal(408, `Request timeout after ${timeout} seconds`));
    this.#timer = setTimeout(late, timeout * 1000);
    this.#outer = signal;
    this.#aborted = () => controller.abort(new Refusal(499, "The caller gave up."));
    signal?.addEventListener("abort", this.#aborted, { once: true });
    if (signal?.aborted) this.#aborted();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#aborted);
  }

  answered(
    response: IncomingMessage,
    { signature, evidence }: Signed,
    { values, message }: { values?: Values<S>; message?: string },
  ): Answer<S> {
    const status = response.statusCode!;
    const said = response.headers[HEADER.axonStatusMessage];
    const axonTime = Number(response.headers[HEADER.axonProcessTime] ?? Number.NaN);
    return {
      ...this.#base(status, message ?? (typeof said === "string" ? said : "")),
      ok: status === 200 && values !== undefined,
      axonProcessTime: Number.isFinite(axonTime) ? axonTime : undefined,
      values,
      signature,
      evidence,
    };
  }

  failed(error: Error): Answer<S> {
    const refusal = error instanceof Refusal ? error : new Refusal(500, `Client error: ${error.message}`);
    return {
      ...this.#base(refusal.status, refusal.message),
      ok: false,
      axonProcessTime: undefined,
      values: undefined,
      signature: "absent",
      evidence: undefined,
    };
  }

  #base(status: number, message: string) {
    return { axon: this.axon, status, message, processTime: (performance.now() - this.#startedAt) / 1000 };
  }
}
