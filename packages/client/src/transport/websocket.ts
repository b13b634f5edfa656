import { ConnectionError, RpcError } from "../errors.ts";
import type { Subscription, Transport } from "./transport.ts";

/** The part of the browser's WebSocket that is used; `ws` has it too. */
interface Socket {
  send(data: string): void;
  close(): void;
  onopen: ((event: unknown) => void) | null;
  onclose: ((event: unknown) => void) | null;
  onerror: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export interface WebSocketOptions {
  /** How long the first connection may take, and how long requests wait for a lost one to come back, in milliseconds. */
  connectTimeoutMs?: number;
  /** A request without an answer fails after this many milliseconds. */
  requestTimeoutMs?: number;
  /** Told whenever the connection opens, comes back or breaks. */
  onConnection?: (connected: boolean) => void;
  signal?: AbortSignal;
}

interface Pending {
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

interface LiveSubscription {
  id: string | number | undefined;
  start: () => Promise<void>;
  onMessage: (message: unknown) => void;
  onError: (error: Error) => void;
  resume: boolean;
}

/** Opens a WebSocket to a node. It reconnects by itself with growing pauses and restarts live subscriptions. */
export async function webSocketTransport(url: string, options: WebSocketOptions = {}): Promise<Transport> {
  const transport = new WebSocketTransport(url, options, await socketConstructor());
  await transport.ready(options.signal);
  return transport;
}

/** Browsers and newer Node have a WebSocket; Node 20 takes the `ws` package. */
async function socketConstructor(): Promise<new (url: string) => Socket> {
  const native = (globalThis as { WebSocket?: unknown }).WebSocket;
  if (native !== undefined) return native as new (url: string) => Socket;
  const { WebSocket } = await import("ws");
  return WebSocket as unknown as new (
    url: string,
  ) => Socket;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

class WebSocketTransport implements Transport {
  readonly url: string;
  readonly #connectTimeoutMs: number;
  readonly #requestTimeoutMs: number;
  readonly #onConnection: (connected: boolean) => void;
  readonly #Socket: new (
    url: string,
  ) => Socket;
  readonly #pending = new Map<number, Pending>();
  readonly #subscriptions = new Set<LiveSubscription>();
  readonly #early = new Map<string | number, unknown[]>();
  #socket: Socket | undefined;
  #nextId = 1;
  #pauseMs = FIRST_PAUSE_MS;
  #closed = false;
  #connected = false;
  #everConnected = false;
  #waiting: (() => void)[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, options: WebSocketOptions, Socket: new (url: string) => Socket) {
    this.url = url;
    this.#connectTimeoutMs = options.connectTimeoutMs ?? 10_000;
    this.#requestTimeoutMs = options.requestTimeoutMs ?? 60_000;
    this.#onConnection = options.onConnection ?? (() => {});
    this.#Socket = Socket;
    this.#open();
  }

  async ready(signal?: AbortSignal): Promise<void> {
    if (this.#connected) return;
    if (this.#closed) throw new ConnectionError(this.url, "the connection was closed");
    try {
      await this.#waitForOpen(signal);
    } catch (error) {
      if (!this.#everConnected) await this.close();
      throw error;
    }
  }

  async request<T>(
    method: string,
    params: readonly unknown[] = [],
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    options.signal?.throwIfAborted();
    if (!this.#connected) await this.ready(options.signal);
    return await new Promise<T>((resolve, reject) => {
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new ConnectionError(this.url, `no answer to ${method} within ${this.#requestTimeoutMs} ms`));
      }, this.#requestTimeoutMs);
      this.#pending.set(id, { method, resolve: resolve as (result: unknown) => void, reject, timer });
      options.signal?.addEventListener("abort", () => this.#abandon(id, options.signal!.reason), { once: true });
      this.#socket!.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  async subscribe<T>(
    method: string,
    params: readonly unknown[],
    unsubscribe: string,
    onMessage: (message: T) => void,
    options: { onError?: (error: Error) => void; resume?: boolean } = {},
  ): Promise<Subscription> {
    const live: LiveSubscription = {
      id: undefined,
      onMessage: onMessage as (message: unknown) => void,
      onError: options.onError ?? (() => {}),
      resume: options.resume ?? true,
      start: async () => {
        live.id = await this.request<string | number>(method, params);
        const early = this.#early.get(live.id) ?? [];
        this.#early.delete(live.id);
        for (const message of early) live.onMessage(message);
      },
    };
    this.#subscriptions.add(live);
    try {
      await live.start();
    } catch (error) {
      this.#subscriptions.delete(live);
      throw error;
    }
    return {
      stop: async () => {
        this.#subscriptions.delete(live);
        if (this.#connected && live.id !== undefined) await this.request(unsubscribe, [live.id]).catch(() => {});
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#failPending("the connection was closed");
    this.#subscriptions.clear();
    this.#socket?.close();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #open(): void {
    const socket = new this.#Socket(this.url);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(String(event.data));
    socket.onerror = () => {};
    socket.onclose = () => this.#lost();
  }

  #opened(): void {
    this.#connected = true;
    this.#pauseMs = FIRST_PAUSE_MS;
    if (this.#closed) {
      this.#socket!.close();
      return;
    }
    for (const wake of this.#waiting.splice(0)) wake();
    if (this.#everConnected) this.#restartSubscriptions();
    this.#everConnected = true;
    this.#onConnection(true);
  }

  #restartSubscriptions(): void {
    for (const live of [...this.#subscriptions]) {
      if (live.resume) {
        live.start().catch((error) => live.onError(error as Error));
      } else {
        this.#subscriptions.delete(live);
        live.onError(new ConnectionError(this.url, "the connection broke during a subscription"));
      }
    }
  }

  #lost(): void {
    if (this.#connected) this.#onConnection(false);
    this.#connected = false;
    this.#failPending("the connection broke");
    this.#early.clear();
    if (this.#closed) return;
    this.#retry = setTimeout(() => this.#open(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #waitForOpen(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", aborted);
        if (error) reject(error);
        else resolve();
      };
      const aborted = () => finish(signal!.reason as Error);
      const timer = setTimeout(
        () => finish(new ConnectionError(this.url, `nothing answered within ${this.#connectTimeoutMs} ms`)),
        this.#connectTimeoutMs,
      );
      signal?.addEventListener("abort", aborted, { once: true });
      this.#waiting.push(() =>
        finish(this.#closed ? new ConnectionError(this.url, "the connection was closed") : undefined),
      );
    });
  }

  #received(text: string): void {
    const message = JSON.parse(text) as {
      id?: number;
      result?: unknown;
      error?: { code: number; message: string; data?: unknown };
      params?: { subscription: string | number; result: unknown };
    };
    if (message.params !== undefined) {
      this.#notify(message.params.subscription, message.params.result);
      return;
    }
    const pending = this.#pending.get(message.id as number);
    if (pending === undefined) return;
    this.#pending.delete(message.id as number);
    clearTimeout(pending.timer);
    if (message.error !== undefined) {
      pending.reject(new RpcError(pending.method, message.error.code, message.error.message, message.error.data));
    } else {
      pending.resolve(message.result);
    }
  }

  /** A notification can overtake the promise that learns its subscription's id: it is kept until then. */
  #notify(id: string | number, result: unknown): void {
    for (const live of this.#subscriptions) {
      if (live.id !== id) continue;
      live.onMessage(result);
      return;
    }
    const kept = this.#early.get(id) ?? [];
    if (kept.length < 64) kept.push(result);
    if (this.#early.size < 64) this.#early.set(id, kept);
  }

  #abandon(id: number, reason: unknown): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.reject(reason as Error);
  }

  #failPending(reason: string): void {
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(new ConnectionError(this.url, reason));
    }
    this.#pending.clear();
  }
}
