import { type RpcError, rpcErrors, toRpcError } from "./errors.ts";
import { type Handler, Reply } from "./handler.ts";
import type { RpcLimits } from "./limits.ts";
import { Params } from "./params.ts";
import { type Session, Subscription } from "./session.ts";
import { Usage } from "./usage.ts";

/** Text for the client, and what to do once it is on its way. */
export interface Answer {
  readonly text: string;
  readonly after?: () => void;
}

/** Told of every error that is a defect of the node and not the client's mistake. */
export type DefectListener = (error: unknown, method: string) => void;

type RequestId = string | number | null;

interface Request {
  readonly id: RequestId;
  readonly method: string;
  readonly params: readonly unknown[] | undefined;
}

const NO_PARAMS = new Params([]);

/**
 * Turns request texts into answer texts (JSON-RPC 2.0, single and batch). Requests without an id are not executed, as
 * with `jsonrpsee`: no method here is a notification.
 */
export class Dispatcher {
  readonly usage = new Usage();
  readonly #methods: ReadonlyMap<string, Handler>;
  readonly #limits: RpcLimits;
  readonly #onDefect: DefectListener;

  constructor(methods: ReadonlyMap<string, Handler>, limits: RpcLimits, onDefect: DefectListener) {
    this.#methods = methods;
    this.#limits = limits;
    this.#onDefect = onDefect;
  }

  /** Undefined where nothing is to be said. Never throws, never rejects. */
  answer(text: string, session: Session): Answer | undefined | Promise<Answer | undefined> {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return failure(null, rpcErrors.parse());
    }
    return Array.isArray(message) ? this.#batch(message, session) : this.#single(message, session);
  }

  #batch(messages: readonly unknown[], session: Session): Answer | undefined | Promise<Answer | undefined> {
    const { maxBatch, maxResponseBytes } = this.#limits;
    if (messages.length === 0) return failure(null, rpcErrors.invalidRequest());
    if (messages.length > maxBatch) return failure(null, rpcErrors.batchTooLarge(maxBatch));
    const answers: (Answer | undefined | Promise<Answer | undefined>)[] = [];
    let length = 0;
    for (const message of messages) {
      const answer = this.#single(message, session);
      answers.push(answer);
      if (answer !== undefined && !(answer instanceof Promise)) length += answer.text.length;
      // The rest would be worked out for nothing.
      if (length > maxResponseBytes) break;
    }
    if (!answers.some((answer) => answer instanceof Promise)) return joined(answers as Answer[], maxResponseBytes);
    return Promise.all(answers).then((done) => joined(done, maxResponseBytes));
  }

  #single(message: unknown, session: Session): Answer | undefined | Promise<Answer | undefined> {
    if (!session.admit()) return failure(idOf(message) ?? null, rpcErrors.tooManyRequests());
    const id = idOf(message);
    const request = readRequest(message, id);
    if (request === undefined) return failure(id ?? null, rpcErrors.invalidRequest());
    if (id === undefined) return undefined;
    return this.#call(request, session);
  }

  #call(request: Request, session: Session): Answer | Promise<Answer> {
    const handler = this.#methods.get(request.method);
    if (handler === undefined) return failure(request.id, rpcErrors.methodNotFound());
    const began = performance.now();
    const told = (answer: Answer): Answer => {
      this.usage.add(request.method, (performance.now() - began) / 1000);
      return answer;
    };
    const answer = this.#run(handler, request, session);
    return answer instanceof Promise ? answer.then(told) : told(answer);
  }

  #run(handler: Handler, { id, method, params }: Request, session: Session): Answer | Promise<Answer> {
    try {
      if (params === undefined) throw rpcErrors.invalidParams("expected a list");
      const result = handler(params.length === 0 ? NO_PARAMS : new Params(params), session);
      if (!(result instanceof Promise)) return this.#success(id, result, method);
      return result.then(
        (value) => this.#success(id, value, method),
        (error) => this.#failure(id, error, method),
      );
    } catch (error) {
      return this.#failure(id, error, method);
    }
  }

  #success(id: RequestId, result: unknown, method: string): Answer {
    if (result instanceof Subscription) return { text: success(id, result.id), after: () => result.release() };
    if (result instanceof Reply) {
      return { text: success(id, result.value), after: () => this.#guard(method, result.after) };
    }
    const text = success(id, result);
    const { maxResponseBytes } = this.#limits;
    return text.length > maxResponseBytes ? failure(id, rpcErrors.responseTooBig(maxResponseBytes)) : { text };
  }

  /** What fails after the reply must not take the node with it. */
  #guard(method: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#onDefect(error, method);
    }
  }

  #failure(id: RequestId, error: unknown, method: string): Answer {
    const told = toRpcError(error);
    if (told) return failure(id, told);
    this.#onDefect(error, method);
    return failure(id, rpcErrors.internal());
  }
}

/** The id to reply to; undefined when there is none, null when it is null or no id at all. */
function idOf(message: unknown): RequestId | undefined {
  if (typeof message !== "object" || message === null) return null;
  const { id } = message as { id?: unknown };
  if (id === undefined) return undefined;
  return typeof id === "string" || typeof id === "number" ? id : null;
}

/** `params` is undefined where they are neither a list nor absent. */
function readRequest(message: unknown, id: RequestId | undefined): Request | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { jsonrpc, method, params, id: given } = message as Record<string, unknown>;
  if (jsonrpc !== "2.0" || typeof method !== "string") return undefined;
  if (id === null && given !== null) return undefined;
  if (params === undefined || params === null) return { id: id ?? null, method, params: [] };
  return { id: id ?? null, method, params: Array.isArray(params) ? params : undefined };
}

function success(id: RequestId, result: unknown): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(result ?? null)}}`;
}

export function failure(id: RequestId, { rpcCode, message, data }: RpcError): Answer {
  const error = { code: rpcCode, message, ...(data === undefined ? {} : { data }) };
  return { text: `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":${JSON.stringify(error)}}` };
}

/** Answers to a batch as one; nothing where none of its requests wanted an answer. */
function joined(answers: readonly (Answer | undefined)[], maxBytes: number): Answer | undefined {
  const said = answers.filter((answer) => answer !== undefined);
  if (said.length === 0) return undefined;
  const text = `[${said.map((answer) => answer.text).join(",")}]`;
  const after = () => {
    for (const answer of said) answer.after?.();
  };
  if (text.length <= maxBytes) return { text, after };
  return { ...failure(null, rpcErrors.batchResponseTooLarge(maxBytes)), after };
}
