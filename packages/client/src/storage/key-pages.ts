import type { Hex } from "@myelin/primitives";
import type { Transport } from "../transport/transport.ts";

const PAGE = 1_000;

export interface KeyPagesOptions {
  /** Keys in all; every one unless given. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** The keys under a prefix at the block with hash `at`, page by page in the chain's own order. No page is empty. */
export async function* keyPages(
  transport: Transport,
  prefix: Hex,
  at: string,
  { limit = Number.POSITIVE_INFINITY, signal }: KeyPagesOptions = {},
): AsyncGenerator<Hex[]> {
  let start: Hex | null = null;
  for (let left = limit; left > 0; ) {
    const params = [prefix, Math.min(PAGE, left), start, at];
    const page: Hex[] = await transport.request<Hex[]>("state_getKeysPaged", params, { signal });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    left -= page.length;
    start = page.at(-1)!;
  }
}
