import { ModelError, type ModelErrorCode } from "./errors.ts";
import { short } from "./program/protocol.ts";

/** Bytes of an answer that are read. */
const MOST_BYTES = 64 * 2 ** 20;

export interface PostOptions {
  /** Sent as `Authorization: Bearer`, and told to nobody else. */
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A server refused a request. `status` 0 stands for none. */
export class ServerError extends ModelError {
  readonly status: number;

  constructor(code: ModelErrorCode, message: string, status: number, cause?: unknown) {
    super(code, message, cause);
    this.status = status;
  }
}

/** The JSON that a server answers to a POST of `body`, or to a GET without one. @throws {ServerError} in one sentence, which never holds the key */
export async function requestJson(url: string, body: unknown, { key, signal }: PostOptions = {}): Promise<unknown> {
  const headers: Record<string, string> = { accept: "application/json", "content-type": "application/json" };
  if (key !== undefined) headers["authorization"] = `Bearer ${key}`;
  const request =
    body === undefined ? { headers, signal } : { method: "POST", headers, body: JSON.stringify(body), signal };
  const { status, text } = await exchange(url, request).catch((error: unknown) => {
    if (signal?.aborted) throw new ServerError("MODEL_TOO_SLOW", `${url} did not answer in time.`, 0, error);
    const reason = `${url} does not answer: ${reasonOf(error)}. Is the server running?`;
    throw new ServerError("MODEL_UNREACHABLE", reason, 0, error);
  });
  const answer = parsed(text);
  if (status >= 200 && status < 300) {
    if (answer !== undefined) return answer;
    throw new ServerError("MODEL_ANSWER_INVALID", `${url} answers with what is no JSON: "${short(text)}".`, status);
  }
  const said = short(messageIn(answer) ?? text);
  const told = key === undefined ? said : said.replaceAll(key, "(the key)");
  if (status === 401 || status === 403) {
    const advice = "give the right key in MYELIN_MODEL_KEY or by --model-key-file";
    throw new ServerError(
      "MODEL_REFUSED",
      `${url} refuses ${key === undefined ? "us without a key" : "the key"} (${status}): ${advice}.`,
      status,
    );
  }
  throw new ServerError("MODEL_REFUSED", `${url} answers ${status}${told === "" ? "" : `: ${told}`}`, status);
}

/** Once more where a connection that was kept open was closed by the server meanwhile. */
async function exchange(url: string, request: RequestInit): Promise<{ status: number; text: string }> {
  const once = async () => {
    const response = await fetch(url, request);
    return { status: response.status, text: await readLimited(response) };
  };
  return once().catch((error: Error & { cause?: { code?: string } }) => {
    if (error.cause?.code === "ECONNRESET" || error.cause?.code === "UND_ERR_SOCKET") return once();
    throw error;
  });
}

async function readLimited(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error("the answer has no end");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{ error: { message } }` of OpenAI, `{ error }`, `{ message }` and `{ detail }` of others. */
function messageIn(answer: unknown): string | undefined {
  const { error, message, detail } = (answer ?? {}) as Record<string, unknown>;
  const found = [(error as { message?: unknown } | undefined)?.message, error, message, detail];
  return found.find((value): value is string => typeof value === "string");
}

/** `fetch` hides the reason in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code === "ECONNREFUSED" ? "nobody listens there" : (cause?.message ?? message);
}
