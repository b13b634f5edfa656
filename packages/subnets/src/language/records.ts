import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, gunzipSync, gzip } from "node:zlib";
import { type Evidence, verifyEvidence } from "@myelin/neuron";
import { unpack } from "./distribution.ts";
import { RecordsError } from "./errors.ts";
import { WINDOW } from "./lanes.ts";
import { fromBase64, type Question } from "./protocol.ts";
import { answerBits } from "./score.ts";

/** One round as kept: what was asked, what came out, and every miner's signed answer. */
export interface RoundRecord {
  readonly validator: string;
  readonly corpus: string;
  readonly part: number;
  readonly position: number;
  readonly lanes: number;
  /** The bytes the round was about, base64. */
  readonly bytes: string;
  /** Bits a byte of the order-0 model. */
  readonly orderZero: number;
  readonly answers: readonly AnswerRecord[];
}

export interface AnswerRecord {
  readonly hotkey: string;
  readonly status: number;
  /** Mean bits a byte that the validator counted. */
  readonly bits: number;
  /** Absent where nothing came that anybody signed. */
  readonly evidence?: Evidence;
}

const compress = promisify(gzip);

/** Keeps rounds on disk, a file for every chunk, the oldest removed beyond a limit. Files are JSON lines in gzip: `zcat` reads them. */
export class RecordKeeper {
  readonly #dir: string;
  readonly #limit: number;
  #file: string | undefined;

  /** @param limit Bytes on disk. */
  constructor(dir: string, limit = 256 * 2 ** 20) {
    this.#dir = dir;
    this.#limit = limit;
  }

  async keep(record: RoundRecord): Promise<void> {
    if (this.#file === undefined || record.position % WINDOW === 0) await this.#begin(record);
    await appendFile(this.#file!, await compress(`${JSON.stringify(record)}\n`, { level: 1 }));
  }

  /** A new file at every chunk and every start: what a crash cut off stays at a file's end. */
  async #begin({ corpus, part, position }: RoundRecord): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    await this.#prune();
    const place = `${corpus.slice(0, 8)}-${String(part).padStart(2, "0")}-${String(position).padStart(8, "0")}`;
    this.#file = join(this.#dir, `${Date.now()}-${place}.jsonl.gz`);
  }

  async #prune(): Promise<void> {
    const names = (await readdir(this.#dir)).filter((name) => name.endsWith(".jsonl.gz")).sort();
    let total = 0;
    for (const path of names.reverse().map((name) => join(this.#dir, name))) {
      total += (await stat(path)).size;
      if (total > this.#limit) await rm(path, { force: true });
    }
  }
}

/** A miner's results, computed again. */
export interface Rescored {
  readonly hotkey: string;
  readonly rounds: number;
  /** Rounds with a signed, usable answer. */
  readonly answered: number;
  /** Mean bits a byte, and the mean saved over the order-0 model. */
  readonly bits: number;
  readonly gain: number;
}

/**
 * Scores a file of records again from the signed answers in it, checking every signature and that each answer is about the round it is
 * counted for.
 *
 * @throws {RecordsError} where a signature, a request or a recorded score does not hold.
 *
 * @example
 * for (const { hotkey, bits, gain } of await rescore("validator/records/1760000000000-….jsonl.gz")) console.log(hotkey, bits, gain);
 */
export async function rescore(path: string): Promise<Rescored[]> {
  const sums = new Map<string, { rounds: number; answered: number; bits: number; gain: number }>();
  for (const record of await readRecords(path)) {
    const actual = fromBase64(record.bytes);
    for (const answer of record.answers) {
      const bits = rescoreAnswer(path, record, answer, actual);
      const sum = sums.get(answer.hotkey) ?? { rounds: 0, answered: 0, bits: 0, gain: 0 };
      sum.rounds++;
      if (answer.status === 200 && answer.evidence !== undefined) sum.answered++;
      sum.bits += bits;
      sum.gain += record.orderZero - bits;
      sums.set(answer.hotkey, sum);
    }
  }
  return [...sums].map(([hotkey, { rounds, answered, bits, gain }]) => {
    return { hotkey, rounds, answered, bits: bits / rounds, gain: gain / rounds };
  });
}

export async function readRecords(path: string): Promise<RoundRecord[]> {
  try {
    const whole = gunzipSync(await readFile(path), { finishFlush: constants.Z_SYNC_FLUSH }).toString("utf8");
    const lines = whole.slice(0, whole.lastIndexOf("\n")).split("\n");
    return lines.map((line) => JSON.parse(line) as RoundRecord);
  } catch (error) {
    throw new RecordsError(path, "it is no file of records", error);
  }
}

function rescoreAnswer(path: string, record: RoundRecord, answer: AnswerRecord, actual: Uint8Array): number {
  const at = `the answer of ${answer.hotkey} at byte ${record.position} of part ${record.part}`;
  if (answer.evidence !== undefined) {
    if (!verifyEvidence(answer.evidence)) throw new RecordsError(path, `${at} carries a wrong signature`);
    if (!isAbout(record, answer)) throw new RecordsError(path, `${at} was given to another question`);
  }
  const usable = answer.status === 200 && answer.evidence !== undefined;
  const bits = mean(answerBits(usable ? distributionsOf(answer.evidence!, record.lanes) : undefined, actual));
  if (Math.abs(bits - answer.bits) > 1e-9)
    throw new RecordsError(path, `${at} was counted as ${answer.bits} bits, not ${bits}`);
  return bits;
}

function isAbout(record: RoundRecord, { hotkey, status, evidence }: AnswerRecord): boolean {
  const { requestBody, requestMessage, axonHotkey } = evidence!;
  const asked = JSON.parse(requestBody) as Question;
  const same = (["corpus", "part", "position", "lanes"] as const).every((field) => asked[field] === record[field]);
  return (
    same && axonHotkey === hotkey && requestMessage.split(".")[1] === record.validator && evidence!.status === status
  );
}

function distributionsOf({ body }: Evidence, lanes: number): Uint16Array | undefined {
  const { distributions } = JSON.parse(body) as { distributions?: unknown };
  return typeof distributions === "string" ? unpack(distributions, lanes) : undefined;
}

/** Mean of bits. */
export function mean(bits: Float64Array): number {
  return bits.reduce((sum, each) => sum + each, 0) / bits.length;
}
