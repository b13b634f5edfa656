import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/**
 * Who may speak to the server. Any web page can reach a port of the machine it is shown on, so a browser's `Origin` is
 * checked; and a page may point its own host name at this machine (DNS rebinding), so `Host` is checked too.
 */
export interface AccessPolicy {
  /** Origins besides local pages, say `https://polkadot.js.org`; `"*"` allows every page. */
  readonly origins: readonly string[];
  /** Host names by which the server may be called, besides `localhost` and IP addresses; `"*"` allows every name. */
  readonly hosts: readonly string[];
}

export const DEFAULT_ACCESS: AccessPolicy = { origins: ["https://polkadot.js.org"], hosts: [] };

export interface Visitor {
  readonly headers: IncomingHttpHeaders;
  readonly address: string | undefined;
  /** The server's end of the connection. */
  readonly localAddress?: string | undefined;
}

export type Verdict =
  | { readonly allowed: true; readonly local: boolean; readonly origin: string | undefined }
  | { readonly allowed: false; readonly reason: string };

export function judge({ headers, address, localAddress }: Visitor, policy: AccessPolicy): Verdict {
  const { origin, host } = headers;
  if (!hostAllowed(host, policy)) return { allowed: false, reason: `The host ${quoted(host)} is not served here.` };
  const page = origin === undefined || isLocalOrigin(origin) || isOwnOrigin(origin, host);
  if (!page && !listed(origin, policy.origins)) {
    return { allowed: false, reason: `Pages of ${quoted(origin)} may not use this node.` };
  }
  return { allowed: true, local: page && isThisMachine(address, localAddress) && !isForwarded(headers), origin };
}

function hostAllowed(host: string | undefined, { hosts }: AccessPolicy): boolean {
  if (host === undefined) return false;
  const name = hostName(host);
  return name === "localhost" || isIP(name) !== 0 || listed(name, hosts);
}

function listed(value: string, list: readonly string[]): boolean {
  return list.includes("*") || list.includes(value.toLowerCase());
}

/** Without its port and the brackets of an IPv6 address. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, "")).toLowerCase();
}

/** A page of this machine, on any port. `null`, which files and sandboxed frames send, is nobody in particular. */
function isLocalOrigin(origin: string): boolean {
  try {
    const { protocol, hostname } = new URL(origin);
    if (protocol !== "http:" && protocol !== "https:") return false;
    const name = hostname.replace(/^\[|\]$/g, "");
    return name === "localhost" || isLoopback(name);
  } catch {
    return false;
  }
}

/** Who calls from the address that is called is the machine itself: no answer would reach another one. */
function isThisMachine(address: string | undefined, localAddress: string | undefined): boolean {
  return isLoopback(address) || (address !== undefined && address === localAddress);
}

/** A page that this server itself has served; its name was checked already. */
function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

/** Behind a proxy on this machine, everyone comes from this machine. */
function isForwarded(headers: IncomingHttpHeaders): boolean {
  return headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text === undefined ? "" : text.slice(0, 100));
}
