/** What servers say about tokens, in the two shapes that are about. */

/** A token's bytes and probability. */
export type Token = readonly [bytes: Uint8Array, probability: number];

/** One place in the text: the token that is there, and the likeliest that could be. */
export interface Place {
  /** Undefined where its bytes cannot be told. */
  readonly bytes: Uint8Array | undefined;
  /** NaN where it is not told, as of a text's first token. */
  readonly probability: number;
  readonly likeliest: readonly Token[];
}

/** The places that a choice of `/completions` or `/chat/completions` tells of; undefined where it tells none. */
export function placesOf(choice: unknown): Place[] | undefined {
  const { logprobs } = (choice ?? {}) as { logprobs?: Legacy & { content?: unknown } };
  if (logprobs === undefined || logprobs === null) return undefined;
  if (Array.isArray(logprobs.content)) return logprobs.content.map(placeOfContent);
  if (Array.isArray(logprobs.tokens)) return legacyPlaces(logprobs);
  return undefined;
}

/** `logprobs` of OpenAI's completions API, of vLLM and of others. */
interface Legacy {
  readonly tokens?: unknown;
  readonly token_logprobs?: unknown;
  readonly top_logprobs?: unknown;
}

function legacyPlaces({ tokens, token_logprobs, top_logprobs }: Legacy): Place[] {
  return (tokens as unknown[]).map((token, at) => {
    const top = Array.isArray(top_logprobs) ? (top_logprobs[at] as Record<string, unknown> | null) : null;
    const likeliest = Object.entries(top ?? {}).flatMap(([text, logprob]) => told(pieceBytes(text), logprob));
    const logprob = Array.isArray(token_logprobs) ? token_logprobs[at] : undefined;
    return { bytes: pieceBytes(token), probability: probabilityOf(logprob), likeliest };
  });
}

/** A place of the chat API, which llama.cpp's server uses for completions too. */
function placeOfContent(value: unknown): Place {
  const place = (value ?? {}) as ContentToken & { top_logprobs?: unknown };
  const top = Array.isArray(place.top_logprobs) ? (place.top_logprobs as (ContentToken | null)[]) : [];
  return {
    bytes: bytesOf(place),
    probability: probabilityOf(place.logprob),
    likeliest: top.flatMap((token) => (token === null ? [] : told(bytesOf(token), token.logprob))),
  };
}

interface ContentToken {
  readonly token?: unknown;
  readonly bytes?: unknown;
  readonly logprob?: unknown;
}

function bytesOf({ token, bytes }: ContentToken): Uint8Array | undefined {
  if (Array.isArray(bytes) && bytes.length > 0) return Uint8Array.from(bytes as number[]);
  return pieceBytes(token);
}

function told(bytes: Uint8Array | undefined, logprob: unknown): Token[] {
  const probability = probabilityOf(logprob);
  return bytes === undefined || Number.isNaN(probability) ? [] : [[bytes, probability]];
}

function probabilityOf(logprob: unknown): number {
  return typeof logprob === "number" && logprob <= 1e-6 ? Math.min(1, Math.exp(logprob)) : Number.NaN;
}

/** OpenAI writes tokens that are no text as `bytes:\xe2\x80`; where a server writes U+FFFD, their bytes are lost. */
export function pieceBytes(piece: unknown): Uint8Array | undefined {
  if (typeof piece !== "string" || piece.includes("\ufffd")) return undefined;
  const escaped = /^bytes:((?:\\x[0-9a-f]{2})+)$/i.exec(piece)?.[1];
  return new Uint8Array(
    escaped === undefined ? Buffer.from(piece, "utf8") : Buffer.from(escaped.replaceAll("\\x", ""), "hex"),
  );
}
