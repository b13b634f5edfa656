import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { type AccessPolicy, judge } from "./access.ts";
import { type Dispatcher, failure } from "./dispatch.ts";
import { type RpcError, rpcErrors } from "./errors.ts";
import type { RpcLimits } from "./limits.ts";
import { endPage, type Pages } from "./pages.ts";
import { Session } from "./session.ts";

export interface HttpOptions {
  readonly dispatcher: Dispatcher;
  readonly access: AccessPolicy;
  readonly limits: RpcLimits;
  readonly admit: (address: string) => boolean;
  readonly registry: Registry | undefined;
  readonly pages: Pages | undefined;
  /** What `GET /health` answers. */
  readonly health: () => unknown;
}

/** Serves `POST` JSON-RPC, `GET /health`, `GET /metrics`, pages, and the questions browsers ask first (CORS). */
export function httpHandler(options: HttpOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(options, request, response).catch(() => {
      // The client is gone, or sent what is no HTTP: there is nobody to tell.
      response.destroy();
    });
  };
}

async function serve(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { remoteAddress: address, localAddress } = request.socket;
  const verdict = judge({ headers: request.headers, address, localAddress }, options.access);
  if (!verdict.allowed) return end(response, 403, verdict.reason);
  if (verdict.origin !== undefined) allowPage(request, response, verdict.origin);
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  switch (request.method) {
    case "OPTIONS":
      return end(response, 204);
    case "GET":
      return get(options, path, request, response);
    case "POST":
      return post(options, request, response, verdict.local);
    default:
      response.setHeader("Allow", "GET, POST, OPTIONS");
      return end(response, 405, "Send JSON-RPC as POST, or open a WebSocket.");
  }
}

/** Lets the page read the answer; a public page also has to be told that it may reach this machine. */
function allowPage(request: IncomingMessage, response: ServerResponse, origin: string): void {
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Vary", "Origin");
  response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  response.setHeader("Access-Control-Allow-Headers", "content-type");
  if (request.headers["access-control-request-private-network"] === "true") {
    response.setHeader("Access-Control-Allow-Private-Network", "true");
  }
}

async function get(
  { registry, pages, health }: HttpOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === "/health") return endJson(response, 200, JSON.stringify(health()));
  if (path === "/metrics" && registry) {
    response.setHeader("Content-Type", registry.contentType);
    return end(response, 200, await registry.metrics());
  }
  const page = pages?.(path);
  if (page) return endPage(request, response, page);
  return end(response, 404, "This is a Myelin node: send JSON-RPC as POST, or open a WebSocket.");
}

async function post(
  { dispatcher, limits, admit }: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  local: boolean,
): Promise<void> {
  // Only this type makes a browser ask before it sends.
  if (!/^application\/json(?:-rpc)?\s*(?:;|$)/i.test(request.headers["content-type"] ?? "")) {
    return end(response, 415, "Send JSON-RPC with the content type application/json.");
  }
  const text = await readBody(request, limits.maxRequestBytes);
  if (text === undefined) return endError(response, 413, rpcErrors.requestTooBig(limits.maxRequestBytes));
  const address = request.socket.remoteAddress ?? "";
  const session = new Session({
    send: () => {},
    local,
    pushes: false,
    maxSubscriptions: 0,
    admit: () => admit(address),
  });
  const answer = await dispatcher.answer(text, session);
  session.close();
  endJson(response, 200, answer?.text ?? "");
}

/** Undefined where the body is too long; what follows is not read. */
async function readBody(request: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function endError(response: ServerResponse, status: number, error: RpcError): void {
  response.setHeader("Connection", "close");
  endJson(response, status, failure(null, error).text);
}

function endJson(response: ServerResponse, status: number, text: string): void {
  response.setHeader("Content-Type", "application/json");
  end(response, status, text);
}

function end(response: ServerResponse, status: number, text = ""): void {
  response.writeHead(status);
  response.end(text);
}
