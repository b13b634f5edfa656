import { type Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { Refusal } from "../errors.ts";
import type { SignedRequest } from "./request.ts";

/** How one exchange over HTTP may end early, with the status Bittensor's dendrite gives it. */
function statusOf(error: NodeJS.ErrnoException, request: SignedRequest): Refusal {
  const { ip, port } = request.axon;
  switch (error.code) {
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return new Refusal(503, `Service unavailable at ${ip}:${port}/${request.synapse.name}`);
    case "ECONNRESET":
    case "EPIPE":
      return new Refusal(503, "Service disconnected");
    default:
      return new Refusal(error.code?.startsWith("HPE_") ? 422 : 500, `Client error: ${error.message}`);
  }
}

/** A connection kept open may have been closed by the other side just before it was used again. */
export class StaleConnection extends Error {}

/**
 * Sends the request and resolves with the answer's head, its body unread.
 * @throws {Refusal} when nothing answers, {@link StaleConnection} when it is worth another try.
 */
export function send(agent: Agent, request: SignedRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { axon, synapse, headers, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      agent,
      host: axon.ip,
      port: axon.port,
      path: `/${synapse.name}`,
      method: "POST",
      headers,
      maxHeaderSize: 64 * 1024,
    });
    const aborted = () => {
      outgoing.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", aborted, { once: true });
    outgoing.on("response", (response) => {
      response.once("close", () => signal.removeEventListener("abort", aborted));
      resolve(response);
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      signal.removeEventListener("abort", aborted);
      const stale = outgoing.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(stale ? new StaleConnection() : statusOf(error, request));
    });
    outgoing.end(body);
  });
}

/** The chunks of an answer. @throws {Refusal} 400 beyond `limit` bytes, 503 if it breaks off; the signal's reason. */
export async function* readChunks(
  response: IncomingMessage,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw new Refusal(400, `Payload error: the answer is larger than ${limit} bytes`);
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Refusal ? error : new Refusal(503, "Service disconnected");
  } finally {
    if (!response.complete) response.destroy();
  }
}

/** The whole answer; faster than by chunks. Errors as {@link readChunks}. */
export function readAll(response: IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      reject(new Refusal(400, `Payload error: the answer is larger than ${limit} bytes`));
      response.destroy();
    });
    const broken = () => reject(signal.aborted ? signal.reason : new Refusal(503, "Service disconnected"));
    response.on("end", () => {
      response.off("close", broken);
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
    response.on("error", broken);
    response.on("close", broken);
  });
}
