import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** A file of the page, as the node's RPC server takes it. */
export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array;
  readonly etag: string;
  readonly policy: string;
  readonly immutable: boolean;
}

const PAGE = join(import.meta.dirname, "../page");
const ENTRY = "index.html";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * The page runs its own files and nothing else. It speaks to the node that served it, and to validators on this machine,
 * which tell their own figures. `wasm-unsafe-eval` lets WebAssembly be compiled, and nothing else be evaluated: hashes, and the
 * kernel that verifies an epoch.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self' http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/**
 * The web page as files by path, for the `pages` option of the node's RPC server. Reads them all at once: half a megabyte.
 *
 * @example
 * ```ts
 * await Node.start({ dir, rpc: { port: 9944, pages: dashboardFiles() } });
 * // http://127.0.0.1:9944
 * ```
 */
export function dashboardFiles(): (path: string) => PageFile | undefined {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(PAGE, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const folder = entry.parentPath.slice(PAGE.length).replaceAll("\\", "/");
    files.set(`${folder}/${entry.name}`, pageFile(join(entry.parentPath, entry.name), type));
  }
  files.set("/", files.get(`/${ENTRY}`)!);
  return (path) => files.get(path);
}

function pageFile(path: string, type: string): PageFile {
  const body = readFileSync(path);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return { type, body, etag, policy: POLICY, immutable: !path.endsWith(ENTRY) };
}
