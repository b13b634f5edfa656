import type { IncomingMessage } from "node:http";
import { Refusal } from "../errors.ts";
import { isPlainObject } from "../wire/fields.ts";

/** Bytes of requests whose sender is not known yet, of all callers together. */
export class UnverifiedBytes {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Reads a body within the common limit. @throws {Refusal} 503 beyond it, and as {@link readBody}. */
  async read(request: IncomingMessage, limit: number): Promise<Buffer> {
    let own = 0;
    const count = (bytes: number) => {
      own += bytes;
      this.#held += bytes;
      if (this.#held > this.#most)
        throw new Refusal(503, "Too much is being received at this moment: try again later.");
    };
    try {
      return await readBody(request, limit, count);
    } finally {
      this.#held -= own;
    }
  }
}

/**
 * The request's body, at most `limit` bytes. `count` is told of each portion and may refuse it.
 * @throws {Refusal} 413, or 400 when the caller hangs up in between.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  count: (bytes: number) => void = () => {},
): Promise<Buffer> {
  const tooLarge = () => new Refusal(413, `The body is larger than the ${limit} bytes this axon accepts.`);
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(tooLarge());
  const cutOff = () => new Refusal(400, "The body ended early.");
  if (request.destroyed && !request.complete) return Promise.reject(cutOff());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      try {
        if (length > limit) throw tooLarge();
        count(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        request.removeAllListeners("data").resume();
        chunks.length = 0;
        reject(error as Error);
      }
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => reject(cutOff()));
  });
}

/** @throws {Refusal} 400 unless the body is one JSON object. */
export function parseObject(body: Buffer): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "The body is not JSON.");
  }
  if (!isPlainObject(parsed)) throw new Refusal(400, "The body must be a JSON object.");
  return parsed;
}
