import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Keypair } from "@myelin/primitives";
import { AxonError, FieldError, Refusal } from "../errors.ts";
import { inputHeaders } from "../wire/headers.ts";
import { NonceClock } from "../wire/nonce.ts";
import { requestHash } from "../wire/signatures.ts";
import { bodyHash, Ping, readValues, type Synapse, type Values } from "../wire/synapse.ts";
import { type Admission, type Admitted, LenientAdmission, readHead, StrictAdmission } from "./admission.ts";
import { type AnswerContext, abortion, writeChunks, writeRefusal, writeValues } from "./answer.ts";
import { type Caller, type Chunks, type Endpoint, endpoint } from "./endpoint.ts";
import { PriorityGate } from "./gate.ts";
import { type Page, Pages } from "./page.ts";
import { parseObject, readBody, UnverifiedBytes } from "./request-body.ts";
import { hasSignedHeaders, readSignedHead, SignedHeadersAdmission } from "./signed-headers.ts";

export interface AxonLimits {
  /** Largest request body, bytes. */
  bodyBytes: number;
  /** Longest time one request may ask for, seconds. */
  timeoutSeconds: number;
  /** Requests handled at once. */
  concurrency: number;
  /** Requests that wait for a place; beyond that the least urgent gets status 503. */
  waiting: number;
  connections: number;
  connectionsPerAddress: number;
  /** A request's headers must arrive in this time, milliseconds. */
  headersMs: number;
  /** A whole request must arrive in this time, milliseconds. */
  requestMs: number;
}

const DEFAULT_LIMITS: AxonLimits = {
  bodyBytes: 8 * 1024 * 1024,
  timeoutSeconds: 60,
  concurrency: 32,
  waiting: 256,
  connections: 1024,
  connectionsPerAddress: 256,
  headersMs: 5_000,
  requestMs: 15_000,
};

/** Bodies of full size that are held at most before their signatures are checked. */
const UNVERIFIED_BODIES = 8;

export interface AxonOptions {
  /** Signs answers; callers sign for its address. */
  hotkey: Keypair;
  /** Loopback unless told otherwise. */
  host?: string;
  /** Default 8091; 0 takes a free one. */
  port?: number;
  /** Bittensor's original, weaker rules. */
  lenient?: boolean;
  /** Hotkeys with a validator permit now; undefined while nobody knows. Asked for endpoints with `validatorsOnly`. */
  validators?: () => ReadonlySet<string> | undefined;
  limits?: Partial<AxonLimits>;
  /** Told about handlers that failed; callers only learn that they did. */
  onError?: (error: Error, synapse: string) => void;
  /** Unix time in milliseconds. */
  now?: () => number;
}

/**
 * Serves synapses over HTTP, compatible with Bittensor's dendrite of version 10, and to any HTTP client that signs its
 * requests as Bittensor 11 does (`btauth/1`): the body is then the JSON object of the synapse's fields alone.
 *
 * Checks in this order: path, shape, receiver, freshness, permit, signature, replay, `verify`, `blacklist`, body and its
 * hash, priority. A synapse's body is not read before its signature is known to be good; that of `btauth/1` covers the
 * body, of which little is held until then. Statuses: 400 malformed or wrong body hash, 401 not verified, 403 refused, 404 no such synapse, 405 neither GET nor POST, 408 out of time, 413 too
 * large, 422 fields that do not fit, 500 the handler failed, 503 busy.
 *
 * @example
 * ```ts
 * const axon = new Axon({ hotkey, port: 8091 });
 * axon.attach(endpoint(Double, ({ input }) => ({ output: 2 * input })));
 * await axon.listen();
 * ```
 */
export class Axon {
  readonly #options: AxonOptions;
  readonly #limits: AxonLimits;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #pages = new Pages();
  readonly #gate: PriorityGate;
  readonly #nonces: NonceClock;
  readonly #perAddress = new Map<string, number>();
  readonly #unverified: UnverifiedBytes;
  #admission: Admission | undefined;
  #signedHeaders: SignedHeadersAdmission | undefined;
  #server: Server | undefined;

  constructor(options: AxonOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#gate = new PriorityGate(this.#limits.concurrency, this.#limits.waiting);
    this.#nonces = new NonceClock(options.now);
    this.#unverified = new UnverifiedBytes(UNVERIFIED_BODIES * this.#limits.bodyBytes);
    this.attach(endpoint(Ping, () => ({})));
  }

  /** Adds a synapse, or replaces the one of the same name. */
  attach(served: Endpoint): this {
    this.#endpoints.set(served.synapse.name, served);
    return this;
  }

  /** Adds a page to read, or replaces the one of the same path. */
  publish(page: Page): this {
    this.#pages.add(page);
    return this;
  }

  /** @throws {AxonError} when the port is taken, forbidden, or the address is not this machine's. */
  async listen(): Promise<{ host: string; port: number }> {
    const { hotkey, lenient = false, host = "127.0.0.1", port = 8091, now = Date.now } = this.#options;
    const { timeoutSeconds, headersMs, requestMs, connections } = this.#limits;
    const rules = { axonHotkey: hotkey.address, maxTimeoutSeconds: timeoutSeconds, now };
    this.#admission = lenient ? new LenientAdmission(rules) : new StrictAdmission(rules);
    this.#signedHeaders = new SignedHeadersAdmission(rules);
    const server = createServer({
      maxHeaderSize: 32 * 1024,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(1000, headersMs),
      keepAliveTimeout: 30_000,
      noDelay: true,
    });
    server.maxConnections = connections;
    server.timeout = 1000 * (timeoutSeconds + 15);
    server.on("connection", (socket) => this.#count(socket));
    server.on("request", (request, response) => void this.#serve(request, response));
    await listening(server, host, port);
    server.on("error", (error) => this.#options.onError?.(error, "axon"));
    this.#server = server;
    return this.address;
  }

  /** Where the axon listens. @throws {AxonError} before {@link Axon.listen}. */
  get address(): { host: string; port: number } {
    const bound = this.#server?.address() as AddressInfo | null | undefined;
    if (!bound) throw new AxonError("AXON_NOT_STARTED", "The axon does not listen: call listen() first.");
    return { host: bound.address, port: bound.port };
  }

  /** Takes no more requests, lets those under way finish for at most `graceMs`, then closes every connection. */
  async close(graceMs = 5_000): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#pages.close();
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(idle);
    clearTimeout(timer);
  }

  #count(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const open = (this.#perAddress.get(address) ?? 0) + 1;
    this.#perAddress.set(address, open);
    socket.once("close", () => {
      const left = this.#perAddress.get(address)! - 1;
      if (left === 0) this.#perAddress.delete(address);
      else this.#perAddress.set(address, left);
    });
    if (open > this.#limits.connectionsPerAddress) socket.destroy();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const context: AnswerContext = {
      response,
      signer: this.#options.hotkey,
      nonces: this.#nonces,
      head: readHead(request.headers),
      requestHash: undefined,
      startedAt: performance.now(),
    };
    try {
      if (!this.#pages.serve(request, response)) await this.#answer(request, context);
    } catch (error) {
      this.#refuse(request, context, error as Error);
    }
  }

  async #answer(request: IncomingMessage, context: AnswerContext): Promise<void> {
    const served = this.#find(request);
    const admitted = await this.#admit(request, context, served);
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(), 1000 * admitted.timeoutSeconds);
    const hungUp = () => ended.abort();
    context.response.once("close", hungUp);
    try {
      const caller = callerOf(request, context, admitted, ended.signal);
      await this.#requireWelcome(served, caller);
      const values = await this.#readValues(request, context, served, admitted);
      await this.#gate.enter((await served.priority?.(caller)) ?? 0, caller.signal);
      try {
        await this.#forward(served, values, caller, context);
      } finally {
        this.#gate.leave();
      }
    } finally {
      clearTimeout(timer);
      context.response.off("close", hungUp);
    }
  }

  #find(request: IncomingMessage): Endpoint {
    if (request.method !== "POST" && request.method !== "GET") {
      throw new Refusal(405, "Synapses are sent by POST or GET.");
    }
    const name = request.url!.split(/[/?]/, 2)[1];
    const served = this.#endpoints.get(name);
    if (served !== undefined) return served;
    const known = [...this.#endpoints.keys()].map((key) => `'${key}'`).join(", ");
    throw new Refusal(404, `Synapse name '${name}' not found. Available synapses [${known}]`);
  }

  /** Whoever is refused by the hotkey it claims need not prove that the hotkey is its own. */
  #requirePermit({ validatorsOnly }: Endpoint, { head }: AnswerContext, signed: boolean): void {
    if (!validatorsOnly) return;
    const validators = this.#options.validators?.();
    if (validators === undefined) {
      throw new Refusal(503, "This axon does not know the subnet's validators yet: try again later.");
    }
    if (!signed || !validators.has(head.hotkey)) {
      throw new Refusal(403, "Forbidden. Only holders of a validator permit are served.");
    }
  }

  async #requireWelcome(served: Endpoint, caller: Caller): Promise<void> {
    if (served.verify !== undefined) {
      try {
        await served.verify(caller);
      } catch (error) {
        throw error instanceof Refusal
          ? error
          : new Refusal(401, `Not Verified with error: ${(error as Error).message}`);
      }
    }
    const reason = await served.blacklist?.(caller);
    if (reason !== undefined) throw new Refusal(403, `Forbidden. Key is blacklisted: ${reason}.`);
  }

  /** By the headers that came: a synapse's, or those of Bittensor 11. */
  #admit(request: IncomingMessage, context: AnswerContext, served: Endpoint): Admitted | Promise<Admitted> {
    const mayCall = (signed: boolean) => this.#requirePermit(served, context, signed);
    if (!hasSignedHeaders(request.headers)) {
      if (this.#options.lenient) requireInputHeaders(served.synapse, request.headers);
      return this.#admission!.admit(context.head, mayCall);
    }
    const head = readSignedHead(request.headers);
    context.head = head;
    const read = () => this.#unverified.read(request, this.#limits.bodyBytes);
    return this.#signedHeaders!.admit(request, head, mayCall, read);
  }

  async #readValues(
    request: IncomingMessage,
    context: AnswerContext,
    { synapse }: Endpoint,
    admitted: Admitted,
  ): Promise<Values<typeof synapse>> {
    const body = admitted.body ?? (await readBody(request, this.#limits.bodyBytes));
    context.requestHash = requestHash(synapse.name, admitted.message, body);
    const unsaid = admitted.body !== undefined && body.length === 0;
    const values = readValues(synapse, unsaid ? {} : parseObject(body));
    if (admitted.body === undefined && bodyHash(synapse, values) !== context.head.bodyHash) {
      throw new Refusal(this.#options.lenient ? 500 : 400, "The body does not have the hash in computed_body_hash.");
    }
    return values;
  }

  async #forward(
    { synapse, forward }: Endpoint,
    values: Record<string, unknown>,
    caller: Caller,
    context: AnswerContext,
  ): Promise<void> {
    const answer = forward(values, caller);
    if (synapse.streaming) {
      await writeChunks(context, synapse, answer as Chunks, caller.signal);
      return;
    }
    const fields = isPromise(answer) ? await Promise.race([answer, abortion(caller.signal)]) : answer;
    writeValues(context, synapse, { ...values, ...(fields as Record<string, unknown>) });
  }

  #refuse(request: IncomingMessage, context: AnswerContext, error: Error): void {
    const { response } = context;
    if (!(error instanceof Refusal) && !(error instanceof FieldError)) {
      this.#options.onError?.(error, request.url!.slice(1, 100));
    }
    if (response.headersSent || response.destroyed) {
      response.socket?.destroySoon();
      return;
    }
    if (!request.complete) response.setHeader("connection", "close");
    writeRefusal(context, asRefusal(error));
  }
}

function asRefusal(error: Error): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof FieldError) return new Refusal(422, error.message);
  return new Refusal(500, "Internal Server Error");
}

/** The original builds its model from these headers before anything else, and breaks where one is missing. */
function requireInputHeaders(synapse: Synapse, headers: IncomingHttpHeaders): void {
  const missing = Object.keys(inputHeaders(synapse)).find((name) => headers[name] === undefined);
  if (missing !== undefined) throw new Refusal(500, `The header ${missing} is missing.`);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null)?.then === "function";
}

function callerOf(request: IncomingMessage, context: AnswerContext, admitted: Admitted, signal: AbortSignal): Caller {
  const { hotkey, uuid, nonce } = context.head;
  const { remoteAddress = "", remotePort = 0 } = request.socket;
  const { verified, timeoutSeconds } = admitted;
  return { hotkey, verified, ip: remoteAddress, port: remotePort, uuid, nonce, timeoutSeconds, signal };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new AxonError("AXON_PORT_TAKEN", `Port ${port} of ${host} is taken: choose another port.`, error);
    case "EACCES":
      return new AxonError("AXON_PORT_FORBIDDEN", `Port ${port} may not be opened: choose one above 1023.`, error);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new AxonError("AXON_NO_SUCH_ADDRESS", `${host} is no address of this machine.`, error);
    default:
      return error;
  }
}
