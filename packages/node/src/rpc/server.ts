import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { Gauge, type Registry } from "prom-client";
import { WebSocketServer } from "ws";
import { type AccessPolicy, DEFAULT_ACCESS, isLoopback, judge } from "./access.ts";
import { Allowances } from "./allowance.ts";
import { Dispatcher } from "./dispatch.ts";
import { RpcServerError } from "./errors.ts";
import type { RpcServices } from "./handler.ts";
import { type HttpOptions, httpHandler } from "./http.ts";
import { DEFAULT_LIMITS, PUBLIC_REQUESTS_PER_SECOND, type RpcLimits } from "./limits.ts";
import { health } from "./methods/system.ts";
import type { Pages } from "./pages.ts";
import { Session } from "./session.ts";
import { methodTable } from "./table.ts";
import type { MethodUsage } from "./usage.ts";
import { CLOSE, Connection } from "./websocket.ts";

/** What a server speaks for, and where it reports to. */
export interface ServerServices extends RpcServices {
  /** Prometheus metrics for `GET /metrics`. */
  readonly registry?: Registry | undefined;
  /** Told of errors that are the node's own, which clients see as "Internal error". */
  readonly log?: Logger | undefined;
}

export interface RpcOptions {
  /** 9944 unless given; 0 for any free port. */
  readonly port?: number | undefined;
  /** Address to listen on: this machine alone unless told otherwise. */
  readonly host?: string | undefined;
  readonly access?: Partial<AccessPolicy> | undefined;
  /** Without `requestsPerSecond`, there is no limit of it on a loopback address and 1,000 elsewhere. */
  readonly limits?: Partial<RpcLimits> | undefined;
  /** Files for browsers, served to who may use the RPC. */
  readonly pages?: Pages | undefined;
}

/** A client in this process, without a socket. */
export interface LocalClient {
  send(text: string): void;
  disconnect(): void;
}

const DEFAULT_PORT = 9944;
const DEFAULT_HOST = "127.0.0.1";
/** A client that sends its headers or its body more slowly than this is cut off, in milliseconds. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 60_000;
/** Who neither sends nor reads anything over HTTP for this long is cut off, in milliseconds; counting in what a request takes. */
const IDLE_TIMEOUT = 600_000;
/** Connections besides the WebSockets: requests over HTTP, and those that are refused with a reason. */
const HTTP_CONNECTIONS = 1_024;
/** How often the bytes that wait for all clients are counted, in milliseconds. */
const RELIEF_INTERVAL = 1_000;
/** Clients may say goodbye this long when the server stops, in milliseconds. */
const GOODBYE = 500;

/**
 * Serves JSON-RPC over WebSocket and HTTP on one port.
 *
 * @example
 * ```ts
 * const rpc = await startRpcServer({ chain, control }, { port: 0 });
 * console.log(rpc.url); // ws://127.0.0.1:43121
 * await rpc.close();
 * ```
 */
export class RpcServer {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #dispatcher: Dispatcher;
  readonly #limits: RpcLimits;
  readonly #access: AccessPolicy;
  readonly #allowances: Allowances;
  readonly #connections = new Set<Connection>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #relief: NodeJS.Timeout;
  readonly #host: string;

  /** @throws {RpcServerError} `RPC_PORT_TAKEN` or `RPC_LISTEN` */
  static async start(services: ServerServices, options: RpcOptions = {}): Promise<RpcServer> {
    const server = new RpcServer(services, options);
    await listen(server.#http, options.port ?? DEFAULT_PORT, server.#host);
    return server;
  }

  private constructor(services: ServerServices, options: RpcOptions) {
    this.#host = options.host ?? DEFAULT_HOST;
    this.#limits = { ...DEFAULT_LIMITS, requestsPerSecond: defaultRate(this.#host), ...options.limits };
    this.#access = { ...DEFAULT_ACCESS, ...options.access };
    this.#allowances = new Allowances(this.#limits.requestsPerSecond);
    this.#dispatcher = new Dispatcher(methodTable(services), this.#limits, (err, method) => {
      services.log?.error({ err, method }, "an RPC method failed");
    });
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#limits.maxRequestBytes,
    });
    this.#http = this.#createHttp(services, options.pages);
    if (services.registry) this.#measure(services.registry);
    this.#heartbeat = setInterval(() => this.#ping(), this.#limits.pingInterval).unref();
    this.#relief = setInterval(() => this.#relieve(), RELIEF_INTERVAL).unref();
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  /** Where clients on this machine connect to. */
  get url(): string {
    const host = this.#host.includes(":") ? `[${this.#host}]` : this.#host;
    return `ws://${host}:${this.port}`;
  }

  get stats(): { readonly connections: number; readonly subscriptions: number } {
    let subscriptions = 0;
    for (const { session } of this.#connections) subscriptions += session.subscriptions;
    return { connections: this.#connections.size, subscriptions };
  }

  /** What requests have cost the node so far, by method. */
  get usage(): ReadonlyMap<string, Readonly<MethodUsage>> {
    return this.#dispatcher.usage.methods;
  }

  /** Serves a client in this process: `receive` gets what a WebSocket would. */
  serve(receive: (text: string) => void): LocalClient {
    const { maxSubscriptions } = this.#limits;
    // Later, so that what `receive` throws does not hit who pushes: the chain, in the middle of a commit.
    const send = (text: string) => queueMicrotask(() => receive(text));
    const session = new Session({ send, local: true, pushes: true, maxSubscriptions });
    return {
      send: async (text) => {
        const answer = await this.#dispatcher.answer(text, session);
        if (!answer) return;
        session.send(answer.text);
        answer.after?.();
      },
      disconnect: () => session.close(),
    };
  }

  /** Ends all connections and frees the port. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    clearInterval(this.#relief);
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    for (const connection of this.#connections) connection.close(CLOSE.goingAway, "the node is stopping");
    const cut = setTimeout(() => {
      for (const connection of this.#connections) connection.terminate();
      this.#http.closeAllConnections();
    }, GOODBYE);
    this.#http.closeIdleConnections();
    await closed;
    clearTimeout(cut);
  }

  #createHttp(services: ServerServices, pages: Pages | undefined): Server {
    const options: HttpOptions = {
      dispatcher: this.#dispatcher,
      access: this.#access,
      limits: this.#limits,
      admit: (address) => this.#allowances.take(address),
      registry: services.registry,
      pages,
      health: () => health(services),
    };
    const timeouts = { headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT };
    const server = createServer({ ...timeouts, noDelay: true }, httpHandler(options));
    server.timeout = IDLE_TIMEOUT;
    server.maxConnections = this.#limits.maxConnections + HTTP_CONNECTIONS;
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    return server;
  }

  #measure(registry: Registry): void {
    this.#dispatcher.usage.register(registry);
    const stats = () => this.stats;
    new Gauge({
      name: "myelin_rpc_connections",
      help: "WebSocket connections.",
      registers: [registry],
      collect() {
        this.set(stats().connections);
      },
    });
    new Gauge({
      name: "myelin_rpc_subscriptions",
      help: "Subscriptions of all connections.",
      registers: [registry],
      collect() {
        this.set(stats().subscriptions);
      },
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const { remoteAddress: address, localAddress } = request.socket;
    const verdict = judge({ headers: request.headers, address, localAddress }, this.#access);
    if (!verdict.allowed) refuse(socket, "403 Forbidden", verdict.reason);
    else if (this.#connections.size >= this.#limits.maxConnections) {
      refuse(socket, "503 Service Unavailable", "Too many connections: try again later.");
    } else this.#accept(request, socket, head, verdict.local);
  }

  #accept(request: IncomingMessage, socket: Duplex, head: Buffer, local: boolean): void {
    const address = request.socket.remoteAddress ?? "";
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(webSocket, request, {
        dispatcher: this.#dispatcher,
        limits: this.#limits,
        local,
        admit: () => this.#allowances.take(address),
        onClose: () => this.#connections.delete(connection),
      });
      this.#connections.add(connection);
    });
  }

  #ping(): void {
    for (const connection of this.#connections) connection.ping();
  }

  /** Memory stays bounded however many clients do not read: who has left most lying goes first. */
  #relieve(): void {
    let total = 0;
    for (const { backlog } of this.#connections) total += backlog;
    const most = this.#limits.maxBufferedBytesTotal;
    if (total <= most) return;
    for (const connection of [...this.#connections].sort((a, b) => b.backlog - a.backlog)) {
      total -= connection.backlog;
      connection.drop("the node holds too much that clients do not read, and most of it for this one");
      if (total <= most) return;
    }
  }
}

/** {@link RpcServer.start} */
export function startRpcServer(services: ServerServices, options?: RpcOptions): Promise<RpcServer> {
  return RpcServer.start(services, options);
}

function defaultRate(host: string): number {
  return host === "localhost" || isLoopback(host) ? 0 : PUBLIC_REQUESTS_PER_SECOND;
}

function refuse(socket: Duplex, status: string, reason: string): void {
  const length = Buffer.byteLength(reason);
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n${reason}`,
  );
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): RpcServerError {
  if (error.code === "EADDRINUSE") {
    const message = `Port ${port} on ${host} is taken. Stop the program that uses it, or choose another port.`;
    return new RpcServerError("RPC_PORT_TAKEN", message, { cause: error, details: { port, host } });
  }
  const message = `Cannot listen on ${host}:${port}: ${error.message}. Choose another address or port.`;
  return new RpcServerError("RPC_LISTEN", message, { cause: error, details: { port, host } });
}
