import { ModelError } from "../errors.ts";

/**
 * What a program of any language is asked, as one JSON object each, and answers: see docs/models/python.md. Over standard input and
 * output an object is a line; over HTTP it is the body of a POST.
 */
export type Method = "hello" | "predict" | "learn" | "save";

export interface Hello {
  /** Of the protocol. */
  readonly version: 1;
  /** Folder that the program may use to keep what it learns. */
  readonly dir: string;
  /** Most bytes of context that it is given. */
  readonly context: number;
}

export interface Greeting {
  readonly name: string | undefined;
  readonly parameters: number | undefined;
  readonly context: number | undefined;
}

/** How requests reach a program: by its lines or by HTTP. Rejects with a {@link ModelError}. */
export interface Channel {
  /** Names the program in sentences. */
  readonly name: string;
  call(method: Method, fields: object, signal?: AbortSignal): Promise<Record<string, unknown>>;
  close(): Promise<void>;
  readonly ended?: Promise<Error>;
}

/** The result in a program's answer. @throws {ModelError} with what the program itself says, or that it is none */
export function resultOf(name: string, answer: unknown): Record<string, unknown> {
  if (isObject(answer)) {
    if (typeof answer["error"] === "string")
      throw new ModelError("MODEL_REFUSED", `${name} says: ${short(answer["error"])}`);
    if (isObject(answer["result"])) return answer["result"];
  }
  throw invalid(name, `neither "result" nor "error" is in ${short(JSON.stringify(answer) ?? "nothing")}`);
}

export function greetingOf(result: Record<string, unknown>): Greeting {
  const { name, parameters, context } = result;
  const whole = (value: unknown) =>
    Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : undefined;
  return {
    name: typeof name === "string" && name !== "" ? short(name) : undefined,
    parameters: whole(parameters),
    context: whole(context),
  };
}

/** The rows of a prediction: base64 of little-endian float32 [rows, 256], or lists of 256 numbers. @throws {ModelError} */
export function rowsOf(name: string, { probabilities }: Record<string, unknown>, rows: number): Float32Array[] {
  if (typeof probabilities === "string") {
    const bytes = Buffer.from(probabilities, "base64");
    if (bytes.length !== rows * ROW_BYTES) {
      throw invalid(name, `"probabilities" holds ${bytes.length} bytes, and ${rows} × 256 × 4 were wanted`);
    }
    const aligned = new Float32Array(new Uint8Array(bytes).buffer);
    return Array.from({ length: rows }, (_, row) => aligned.slice(row * 256, (row + 1) * 256));
  }
  const fits =
    Array.isArray(probabilities) &&
    probabilities.length === rows &&
    probabilities.every((row) => Array.isArray(row) && row.length === 256);
  if (!fits) throw invalid(name, `"probabilities" is not ${rows} rows of 256`);
  return probabilities.map((row: unknown[]) => Float32Array.from(row, (p) => (typeof p === "number" ? p : Number.NaN)));
}

const ROW_BYTES = 4 * 256;

export function invalid(name: string, problem: string): ModelError {
  return new ModelError("MODEL_ANSWER_INVALID", `${name} does not keep to the protocol: ${problem}.`);
}

/** Somebody else's text, as far as it fits a sentence. */
export function short(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
