import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { Refusal } from "../errors.ts";

/**
 * Something to read on an axon's port beside its synapses, for browsers and `curl`: JSON, or a stream of server-sent
 * events (WHATWG HTML, section 9.2). Unsigned requests are answered, so a page must hold nothing but what everyone may
 * see; what must be provable is signed by its author.
 *
 * @example
 * ```ts
 * axon.publish({ path: "/figures", json: () => JSON.stringify(figures) });
 * axon.publish({ path: "/figures/events", events: (send) => subscribe((figure) => send(JSON.stringify(figure))) });
 * ```
 */
export type Page = JsonPage | EventPage;

export interface JsonPage {
  readonly path: string;
  /** The page as JSON text; called for every request. */
  readonly json: () => string;
}

export interface EventPage {
  readonly path: string;
  /** Begins to send texts without line breaks to one reader; returns how to stop. */
  readonly events: (send: (data: string) => void) => () => void;
}

/** Readers of event pages at once; beyond that they get status 503. */
const MAX_READERS = 64;
/** Bytes that may wait for a slow reader before it is cut off; it comes back by itself and reads the page anew. */
const MAX_UNREAD = 1024 * 1024;
/** Shorter than proxies and our own server allow a connection to be silent. */
const SIGN_OF_LIFE_MS = 15_000;

/** The pages of one axon. */
export class Pages {
  readonly #pages = new Map<string, Page>();
  readonly #readers = new Set<ServerResponse>();

  add(page: Page): void {
    this.#pages.set(page.path, page);
  }

  /**
   * Answers a request for a page; false when it is for none.
   * @throws {Refusal} 403 for other sites' pages and names, 405 for what does not read, 503 for a reader too many.
   */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const page = this.#pages.get(request.url!.split("?", 1)[0]!);
    if (page === undefined) return false;
    requireKnownHost(request.headers.host);
    allowLocalPages(request, response);
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    switch (request.method) {
      case "OPTIONS":
        response.writeHead(204, { allow: "GET, HEAD, OPTIONS" }).end();
        break;
      case "HEAD":
      case "GET":
        if ("json" in page) writeJsonPage(page, response);
        else this.#stream(page, request, response);
        break;
      default:
        throw new Refusal(405, "This page can only be read, by GET.");
    }
    return true;
  }

  /** Ends all streams. */
  close(): void {
    for (const response of this.#readers) response.end();
  }

  #stream(page: EventPage, request: IncomingMessage, response: ServerResponse): void {
    if (this.#readers.size >= MAX_READERS) throw new Refusal(503, "This page has too many readers: try again later.");
    response.writeHead(200, { "content-type": "text/event-stream" });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    const write = (text: string) => {
      if (response.writableLength > MAX_UNREAD) response.destroy();
      else response.write(text);
    };
    write(": here\n\n");
    const stop = page.events((data) => write(`data: ${data}\n\n`));
    const signs = setInterval(() => write(": still here\n\n"), SIGN_OF_LIFE_MS);
    this.#readers.add(response);
    response.once("close", () => {
      stop();
      clearInterval(signs);
      this.#readers.delete(response);
    });
  }
}

function writeJsonPage({ json }: JsonPage, response: ServerResponse): void {
  const body = Buffer.from(json());
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

/** A site may point its own name at this machine (DNS rebinding); the chain knows axons by their address alone. */
function requireKnownHost(host = ""): void {
  const name = hostName(host);
  if (name !== "localhost" && isIP(name) === 0) throw new Refusal(403, "Call this axon by its address.");
}

/** Cross-origin reading (WHATWG Fetch, section 3.2) by pages of this machine. Programs send no origin. */
function allowLocalPages({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  response.setHeader("vary", "Origin");
  if (origin === undefined) return;
  if (!isLocalOrigin(origin)) throw new Refusal(403, "Only pages of this machine may read here.");
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", "GET, HEAD");
  response.setHeader("access-control-allow-private-network", "true");
}

function isLocalOrigin(origin: string): boolean {
  const found = /^https?:\/\/([^/]+)$/.exec(origin);
  return found !== null && ["localhost", "127.0.0.1", "::1"].includes(hostName(found[1]!));
}

/** Without its port and the brackets of an IPv6 address. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, "")).toLowerCase();
}
