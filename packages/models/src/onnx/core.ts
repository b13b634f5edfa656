import { ModelError } from "../errors.ts";
import { type HuggingFaceTokenizer, openTokenizer } from "../vocabulary/hugging-face.ts";
import { nextByte } from "../vocabulary/next-byte.ts";
import { cutsOf, pathsTo, type TokenPath } from "../vocabulary/paths.ts";
import { GraphRunner } from "./runner.ts";

/** A model in an ONNX file, and its tokenizer where it speaks tokens. */
export interface OnnxOptions {
  readonly file: string;
  /** A Hugging Face `tokenizer.json`. Without one the graph must choose between the 256 bytes. */
  readonly tokenizer?: string;
  /** Bytes of context to give it, where the graph does not fix them. */
  readonly context: number;
  /** Threads of one run. */
  readonly threads: number;
  /** Other tokenisations to ask about for each context; see `pathsTo`. */
  readonly detours: number;
}

export type PutRow = (row: number, probabilities: Float32Array) => void;

/** Next-byte distributions from a graph, on the calling thread. */
export class OnnxCore {
  readonly #runner: GraphRunner;
  readonly #tokenizer: HuggingFaceTokenizer | undefined;
  readonly #options: OnnxOptions;

  private constructor(runner: GraphRunner, tokenizer: HuggingFaceTokenizer | undefined, options: OnnxOptions) {
    this.#runner = runner;
    this.#tokenizer = tokenizer;
    this.#options = options;
  }

  /** Opens the model and asks it once. @throws {ModelError} in one sentence */
  static async open(options: OnnxOptions): Promise<OnnxCore> {
    const runner = await GraphRunner.open(options.file, options.threads);
    try {
      const tokenizer = options.tokenizer === undefined ? undefined : await openTokenizer(options.tokenizer);
      checkWidth(runner, tokenizer, options);
      const core = new OnnxCore(runner, tokenizer, options);
      await core.#try();
      return core;
    } catch (error) {
      await runner.close();
      throw error;
    }
  }

  /** Bytes of context that it sees. */
  get context(): number {
    const { steps } = this.#runner.plan.input;
    return this.#tokenizer === undefined && steps !== undefined ? steps : this.#options.context;
  }

  /** Puts the rows, a part at a time; between parts `goOn` decides. */
  async predict(contexts: readonly Uint8Array[], put: PutRow, goOn: () => Promise<boolean>): Promise<void> {
    const atOnce = this.#runner.rowsAtOnce(this.context);
    for (let start = 0; start < contexts.length; start += atOnce) {
      if (start > 0 && !(await goOn())) return;
      const part = contexts.slice(start, start + atOnce);
      const predicted =
        this.#tokenizer === undefined ? await this.#bytes(part) : await this.#tokens(this.#tokenizer, part);
      predicted.forEach((probabilities, i) => {
        if (probabilities !== undefined) put(start + i, probabilities);
      });
    }
  }

  close(): Promise<void> {
    return this.#runner.close();
  }

  async #bytes(contexts: readonly Uint8Array[]): Promise<Float32Array[]> {
    const { input, output, end } = this.#runner.plan;
    const rows = contexts.map((context) => {
      const seen = context.length === 0 ? LINE_BREAK : context.subarray(-this.context);
      // A graph that speaks of its last step alone, and is not told which counts, has all of them filled.
      return input.steps !== undefined && !output.everyStep && end === undefined ? padded(seen, input.steps) : seen;
    });
    const answers = await this.#runner.run(rows);
    return answers.map((after, i) => after(rows[i]!.length - 1).slice());
  }

  async #tokens(
    tokenizer: HuggingFaceTokenizer,
    contexts: readonly Uint8Array[],
  ): Promise<(Float32Array | undefined)[]> {
    const { plan } = this.#runner;
    const most = plan.input.steps ?? Number.POSITIVE_INFINITY;
    const asked = contexts.map((context) => {
      const seen = context.length === 0 ? LINE_BREAK : context.subarray(-this.context);
      const paths = pathsTo(tokenizer, seen, this.#options.detours);
      const [{ ids, ends }] = paths as [TokenPath];
      return { seen, paths: ids.length > most ? [{ ids: ids.slice(-most), ends: ends.slice(-most) }] : paths };
    });
    const rows = asked.flatMap(({ paths }) => paths.map(({ ids }) => (ids.length > 0 ? ids : [0])));
    const answers = await this.#runner.run(rows);
    let from = 0;
    return asked.map(({ seen, paths }) => {
      const own = answers.slice(from, from + paths.length);
      from += paths.length;
      const known = new Map<string, Float32Array>();
      const next = (path: number, at: number): Float32Array => {
        const key = `${path}/${at}`;
        const found = known.get(key) ?? own[path]!(at);
        known.set(key, found);
        return found;
      };
      return nextByte(tokenizer.vocabulary, cutsOf(seen, tokenizer.vocabulary, paths, next));
    });
  }

  /** A graph may open and still fail on what it is asked. */
  async #try(): Promise<void> {
    const { file } = this.#options;
    const rows: Float32Array[] = [];
    const contexts = [Buffer.from("The next byte of this"), Buffer.from("A")];
    try {
      await this.predict(
        contexts,
        (row, probabilities) => (rows[row] = probabilities),
        async () => true,
      );
    } catch (error) {
      if (error instanceof ModelError) throw error;
      const reason = (error as Error).message.split("\n")[0];
      throw new ModelError("MODEL_UNFIT", `${file} fails on a first question: ${reason}`, error);
    }
    if (rows[0] === undefined || rows.some((row) => row.some((p) => !Number.isFinite(p)))) {
      throw new ModelError("MODEL_UNFIT", `${file} gives no probabilities on a first question, but NaN or nothing.`);
    }
  }
}

const LINE_BREAK = Uint8Array.of(10);

function padded(context: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length).fill(LINE_BREAK[0]!);
  result.set(context, length - context.length);
  return result;
}

function checkWidth(runner: GraphRunner, tokenizer: HuggingFaceTokenizer | undefined, options: OnnxOptions): void {
  const { width, output } = runner.plan;
  const { file } = options;
  if (tokenizer === undefined) {
    if (width === 256) return;
    const chooses =
      width === undefined
        ? "does not say between how many bytes it chooses"
        : `chooses between ${width} tokens, not 256 bytes`;
    throw new ModelError("MODEL_UNFIT", `${file} ${chooses}; name its tokenizer.json with --tokenizer.`);
  }
  if (!output.everyStep) {
    throw new ModelError(
      "MODEL_UNFIT",
      `${file} tells the next token after the last step only; [rows, steps, tokens] is needed.`,
    );
  }
  const { size } = tokenizer.vocabulary;
  if (width === undefined || (width >= size && width < 2 * size)) return;
  const problem = `${file} chooses between ${width} tokens, and ${options.tokenizer} has ${size}`;
  throw new ModelError("MODEL_UNFIT", `${problem}: they do not belong together.`);
}
