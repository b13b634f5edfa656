import type { IncomingMessage, ServerResponse } from "node:http";

/** A file that the server hands to browsers. */
export interface StaticFile {
  /** Content type. */
  readonly type: string;
  readonly body: Uint8Array;
  /** Quoted, as the header has it. */
  readonly etag: string;
  /** What the file may load and run (CSP level 3); nothing unless given. */
  readonly policy?: string | undefined;
  /** The path names the content: a browser may keep it for good. */
  readonly immutable?: boolean | undefined;
}

/** The file at a path that begins with `/`, if there is one. */
export type Pages = (path: string) => StaticFile | undefined;

const NOTHING = "default-src 'none'; frame-ancestors 'none'";
const YEAR = 31_536_000;

/** Answers with a file: not guessed at, not framed, not told to others, and not sent again to who has it. */
export function endPage(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
  response.setHeader("Content-Security-Policy", file.policy ?? NOTHING);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  response.setHeader("Cache-Control", file.immutable ? `public, max-age=${YEAR}, immutable` : "no-cache");
  response.setHeader("ETag", file.etag);
  if (request.headers["if-none-match"] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { "Content-Type": file.type, "Content-Length": file.body.length });
  response.end(file.body);
}
