import { randomInt } from "node:crypto";
import { join } from "node:path";
import { type Evidence, StateFile } from "@myelin/neuron";
import { Baselines } from "./baselines.ts";
import { type ChunkEntry, ChunkLog } from "./chunks.ts";
import { type Commitments, freePart, isContested } from "./claims.ts";
import { type Commitment, encodeCommitment } from "./commitment.ts";
import { unpack } from "./distribution.ts";
import { Lanes, WINDOW } from "./lanes.ts";
import { payOf } from "./pay.ts";
import { type Question, toBase64, WANTS_WHOLE } from "./protocol.ts";
import { mean, RecordKeeper } from "./records.ts";
import { answerBits, ScoreBook, type Standing, WORST_BITS } from "./score.ts";
import { Similarity } from "./similarity.ts";
import { type Corpus, MAX_LANES, partOf } from "./text.ts";

/** What a miner replied; anything but status 200 with distributions counts as no answer. */
export interface Reply {
  readonly status: number;
  readonly distributions?: string | null;
  readonly evidence?: Evidence;
  /** From question to answer. */
  readonly seconds?: number;
}

/** Puts a question to the miner of a hotkey. Resolves when the answer is there or its time is over; never rejects. */
export type Ask = (hotkey: string, question: Question) => Promise<Reply>;

/** What a validator needs of the chain. */
export interface CommitmentBoard {
  /** Commitments of all neurons of the subnet, by hotkey. */
  read(): Promise<Commitments>;
  /** Publishes this validator's own; resolves when it is in a block. */
  publish(bytes: Uint8Array): Promise<void>;
}

export interface LanguageValidatorOptions {
  /** Address of the validator's hotkey. */
  readonly hotkey: string;
  readonly corpus: Corpus;
  readonly dir: string;
  readonly board: CommitmentBoard;
  readonly report?: (event: { readonly event: string } & Record<string, unknown>) => void;
  readonly maxLanes?: number;
  /** In [0, 1); miners must not foresee it. For tests. */
  readonly random?: () => number;
  /** Bytes of signed answers kept on disk. */
  readonly recordBytes?: number;
}

/** One round's result. */
export interface Round {
  readonly part: number;
  readonly position: number;
  readonly lanes: number;
  /** Bits a byte of the order-0 model. */
  readonly orderZero: number;
  /** Bits a byte of the adaptive order-2 model. */
  readonly orderTwo: number;
  /** Bits a byte of every miner asked, in this round alone. */
  readonly bits: ReadonlyMap<string, number>;
  /** Those whose answers arrived. */
  readonly answered: number;
  /** What went between the validator and every miner asked. */
  readonly traffic: ReadonlyMap<string, Traffic>;
}

/** One question and its answer; null where no usable answer came, or nothing that anybody signed. */
export interface Traffic {
  readonly latencyMs: number | null;
  readonly requestBytes: number | null;
  readonly answerBytes: number | null;
}

/** Status of an axon that does not know the synapse. */
const NOT_SERVED = 404;
const STATE_FILE = "language.json";

interface SavedState {
  readonly corpus: string;
  readonly parts: readonly number[];
  readonly part: number;
  readonly position: number;
  readonly scores: Parameters<typeof ScoreBook.from>[0];
  readonly similarity: Parameters<typeof Similarity.from>[0];
}

/**
 * Reads its own part of the text and asks miners what comes next.
 *
 * No byte leaves before all answers about it arrived or ran out of time: a round's bytes become known ({@link Lanes.advance}) only
 * after every reply is settled, and what is known is on disk before it is sent, so that a crash cannot make the validator ask about a
 * byte that it has shown.
 */
export class LanguageValidator {
  readonly #options: LanguageValidatorOptions;
  readonly #chunks: ChunkLog;
  readonly #records: RecordKeeper;
  readonly #state: StateFile<SavedState>;
  readonly #baselines = new Baselines();
  readonly #parts: Set<number>;
  #scores: ScoreBook;
  #similarity: Similarity;
  #part = -1;
  #lanes: Lanes | undefined;
  #ended = false;
  #opening: Promise<void> | undefined;
  /** Up to which byte each miner holds the contexts. */
  readonly #held = new Map<string, number>();
  /** The publication under way, and whether another must follow. */
  #publishing: Promise<void> | undefined;
  #published = true;

  private constructor(
    options: LanguageValidatorOptions,
    chunks: ChunkLog,
    state: StateFile<SavedState>,
    saved: SavedState | undefined,
  ) {
    this.#options = options;
    this.#chunks = chunks;
    this.#state = state;
    this.#records = new RecordKeeper(join(options.dir, "records"), options.recordBytes);
    const same = saved?.corpus === options.corpus.id;
    this.#parts = new Set(same ? saved.parts : []);
    this.#scores = ScoreBook.from(saved?.scores ?? []);
    this.#similarity = Similarity.from(saved?.similarity ?? []);
    if (same) this.#enter(saved.part, saved.position);
  }

  static async open(options: LanguageValidatorOptions): Promise<LanguageValidator> {
    const chunks = await ChunkLog.open(join(options.dir, "chunks"));
    const state = new StateFile(join(options.dir, STATE_FILE), parseState);
    const saved = await state.load((aside) => options.report?.({ event: "state-damaged", kept: aside }));
    const validator = new LanguageValidator(options, chunks, state, saved);
    await validator.#relearn();
    return validator;
  }

  /** Finished chunks, for whoever wants to catch up. */
  get chunks(): ChunkLog {
    return this.#chunks;
  }

  /** Claims and opens a part, unless one is open; false when no part of the text is left. */
  async prepare(): Promise<boolean> {
    if (this.#lanes === undefined || this.#lanes.ended) {
      this.#opening ??= this.#openNext().finally(() => {
        this.#opening = undefined;
      });
      await this.#opening;
    } else if (!this.#published) this.#publish();
    return !this.#ended;
  }

  /**
   * Puts one question about every lane to all neurons that serve, scores the answers and makes the bytes known. Undefined when the
   * text has ended. Where there is no miner the text waits for one.
   */
  async round(neurons: readonly string[], ask: Ask): Promise<Round | undefined> {
    if (!(await this.prepare())) return undefined;
    const lanes = this.#lanes!;
    const { position } = lanes;
    const asked = await Promise.all(
      neurons.map(async (hotkey) => ({ hotkey, reply: await this.#question(hotkey, ask) })),
    );
    const replies = asked.filter(({ hotkey, reply }) => this.#isMiner(hotkey, reply));
    const actual = lanes.secret();
    const { orderZero, orderTwo } = this.#baselines.bits(actual);
    const answers = new Map<string, Uint16Array>();
    const bits = new Map<string, number>();
    const traffic = new Map<string, Traffic>();
    for (const { hotkey, reply } of replies) {
      const answer = usable(reply, lanes.count);
      if (answer !== undefined) answers.set(hotkey, answer);
      const cost = answerBits(answer, actual);
      bits.set(hotkey, mean(cost));
      traffic.set(hotkey, trafficOf(reply, answer !== undefined));
      this.#scores.record(hotkey, cost, orderZero);
    }
    this.#similarity.record(answers, this.#options.random ?? unforeseeable);
    const round = {
      part: this.#part,
      position,
      lanes: lanes.count,
      orderZero: mean(orderZero),
      orderTwo: mean(orderTwo),
      bits,
      answered: answers.size,
      traffic,
    };
    if (replies.length > 0) {
      await this.#keep(round, replies, actual);
      this.#baselines.learn(actual, lanes.count);
      lanes.advance();
      await this.#finishChunks();
      await this.#save();
    }
    return round;
  }

  standing(hotkey: string): Standing | undefined {
    return this.#scores.standing(hotkey);
  }

  /** What each miner is to be paid, in bits a byte; empty when nobody has earned anything. */
  pay(): Map<string, number> {
    return payOf(this.#scores, this.#similarity);
  }

  /** Forgets miners that are no longer registered. */
  keep(hotkeys: ReadonlySet<string>): void {
    this.#scores.keep(hotkeys);
    this.#similarity.keep(hotkeys);
    for (const hotkey of this.#held.keys()) if (!hotkeys.has(hotkey)) this.#held.delete(hotkey);
  }

  /** What this validator commits to on chain now. */
  get commitment(): Commitment {
    const { entries, head } = this.#chunks;
    return { corpus: this.#options.corpus.id, parts: this.#parts, chunks: entries.length, head };
  }

  /** Ends once what was being published is. */
  async close(): Promise<void> {
    await this.#publishing;
  }

  async #question(hotkey: string, ask: Ask): Promise<Reply> {
    const { position } = this.#lanes!;
    const whole = position - WINDOW;
    const start = Math.max(whole, this.#held.get(hotkey) ?? whole);
    this.#held.delete(hotkey);
    let reply = await ask(hotkey, this.#about(start));
    if (reply.status === WANTS_WHOLE && start > whole) reply = await ask(hotkey, this.#about(whole));
    if (reply.status === 200) this.#held.set(hotkey, position);
    return reply;
  }

  #about(start: number): Question {
    const { position, count } = this.#lanes!;
    const contexts = toBase64(this.#lanes!.known(start, position));
    return { corpus: this.#options.corpus.id, part: this.#part, position, lanes: count, contexts };
  }

  async #openNext(): Promise<void> {
    const { corpus, hotkey, board, report } = this.#options;
    for (;;) {
      const part = freePart(corpus, hotkey, this.#parts, await board.read());
      if (part === undefined) {
        if (!this.#ended) report?.({ event: "text-ended", text: corpus.description });
        this.#ended = true;
        return;
      }
      this.#parts.add(part);
      await board.publish(encodeCommitment(this.commitment));
      if (isContested(corpus, hotkey, part, await board.read())) continue;
      this.#enter(part, WINDOW);
      this.#held.clear();
      this.#baselines.begin();
      this.#learnKnown(0);
      await this.#finishChunks();
      await this.#save();
      report?.({ event: "part", part, of: corpus.parts, lanes: this.#lanes!.count, bytesPerLane: this.#lanes!.length });
      return;
    }
  }

  #enter(part: number, position: number): void {
    const { corpus, maxLanes = MAX_LANES } = this.#options;
    this.#part = part;
    this.#lanes = new Lanes(partOf(corpus, part), maxLanes, position);
    this.#ended = false;
  }

  /** The baselines of a validator that was restarted: of all chunks, and of what is known beyond them. */
  async #relearn(): Promise<void> {
    const { entries } = this.#chunks;
    for (const [number, entry] of entries.entries()) {
      if (!continues(entries[number - 1], entry)) this.#baselines.begin();
      this.#baselines.learn((await this.#chunks.read(number))!, entry.lanes);
    }
    if (this.#lanes === undefined) return;
    const next = { corpus: this.#options.corpus.id, part: this.#part, index: 0, lanes: this.#lanes.count };
    while (this.#chunks.has(next)) next.index++;
    if (!continues(entries.at(-1), next)) this.#baselines.begin();
    this.#learnKnown(next.index * WINDOW);
    this.#published = false;
    await this.#finishChunks();
  }

  #learnKnown(start: number): void {
    const lanes = this.#lanes!;
    this.#baselines.learn(lanes.known(start, lanes.position), lanes.count);
  }

  /** Keeps and publishes the chunks of this part that are whole and not kept yet. */
  async #finishChunks(): Promise<void> {
    const lanes = this.#lanes!;
    for (let index = 0; (index + 1) * WINDOW <= lanes.position; index++) {
      const place = { corpus: this.#options.corpus.id, part: this.#part, index, lanes: lanes.count };
      if (this.#chunks.has(place)) continue;
      const entry = await this.#chunks.append(place, lanes.known(index * WINDOW, (index + 1) * WINDOW));
      this.#options.report?.({ event: "chunk", number: this.#chunks.entries.length - 1, ...entry });
      this.#published = false;
    }
    if (!this.#published) this.#publish();
  }

  /** Publishes in the background; what fails is tried again at the next round. */
  #publish(): void {
    if (this.#publishing !== undefined) return;
    const bytes = encodeCommitment(this.commitment);
    const { chunks } = this.commitment;
    this.#publishing = this.#options.board
      .publish(bytes)
      .then(() => {
        this.#published = chunks === this.#chunks.entries.length;
      })
      .catch((error: Error) => this.#options.report?.({ event: "commitment-failed", reason: error.message }))
      .finally(() => {
        this.#publishing = undefined;
      });
  }

  /**
   * A neuron that serves no predictions is no miner; one that has predicted before cannot say so to escape a round. Another
   * validator that was starting, and so did not answer at all, has not predicted anything.
   */
  #isMiner(hotkey: string, { status }: Reply): boolean {
    const { bits = WORST_BITS } = this.#scores.standing(hotkey) ?? {};
    return status !== NOT_SERVED || bits < WORST_BITS;
  }

  async #keep(round: Round, replies: readonly { hotkey: string; reply: Reply }[], actual: Uint8Array): Promise<void> {
    const { hotkey: validator, corpus } = this.#options;
    const { part, position, lanes, orderZero, bits } = round;
    const answers = replies.map(({ hotkey, reply: { status, evidence } }) => {
      return { hotkey, status, bits: bits.get(hotkey)!, evidence };
    });
    const bytes = toBase64(actual);
    await this.#records.keep({ validator, corpus: corpus.id, part, position, lanes, bytes, orderZero, answers });
  }

  async #save(): Promise<void> {
    const state: SavedState = {
      corpus: this.#options.corpus.id,
      parts: [...this.#parts],
      part: this.#part,
      position: this.#lanes!.position,
      scores: this.#scores.toJSON(),
      similarity: this.#similarity.toJSON(),
    };
    await this.#state.save(state);
  }
}

const unforeseeable = (): number => randomInt(2 ** 32) / 2 ** 32;

function parseState(value: unknown): SavedState {
  const state = value as SavedState;
  const lists = [state.parts, state.scores, state.similarity];
  if (!lists.every(Array.isArray) || !Number.isInteger(state.position)) throw new Error("not a validator's state");
  return state;
}

/** Whether a chunk begins where the one before it ended. */
function continues(before: ChunkEntry | undefined, { corpus, part, index, lanes }: Omit<ChunkEntry, "hash">): boolean {
  const same = before?.corpus === corpus && before.part === part && before.lanes === lanes;
  return same && before.index + 1 === index;
}

function trafficOf({ seconds, evidence }: Reply, answered: boolean): Traffic {
  return {
    latencyMs: answered && seconds !== undefined ? 1000 * seconds : null,
    requestBytes: evidence === undefined ? null : Buffer.byteLength(evidence.requestBody),
    answerBytes: evidence === undefined ? null : Buffer.byteLength(evidence.body),
  };
}

function usable({ status, distributions }: Reply, lanes: number): Uint16Array | undefined {
  return status === 200 && typeof distributions === "string" ? unpack(distributions, lanes) : undefined;
}
