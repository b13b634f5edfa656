import { type GenerateOptions, Prequential } from "@myelin/learning";
import type { ChunkEntry } from "./chunks.ts";
import { type Contexts, continued, readContexts } from "./contexts.ts";
import { pack, quantize } from "./distribution.ts";
import { laneOf, WINDOW } from "./lanes.ts";
import type { Question } from "./protocol.ts";
import { type LaneText, placeOf, Reading } from "./reading.ts";
import { answerBits } from "./score.ts";
import { Shares, type SharesOptions } from "./shares.ts";
import { Witness } from "./witness.ts";

/** The model behind a miner: what `Learner` offers, so that tests may use others. */
export interface ByteLearner {
  predict(contexts: readonly Uint8Array[]): Promise<Float32Array>;
  learnAll(entries: readonly LaneText[]): Promise<void>;
  generate(prompt: Uint8Array, count: number, options?: GenerateOptions): AsyncGenerator<number, void>;
}

export interface LanguageMinerParts extends SharesOptions {
  /** What has been learned before. */
  readonly reading?: Reading;
  /** Bytes of each lane to hold for the model, at least 64, which is the default. */
  readonly context?: number;
  /** Told once of a validator whose rounds contradict its commitments. */
  readonly onLie?: (validator: string) => void;
}

interface Conversation {
  readonly place: string;
  contexts: Contexts;
  /** The last answer, until its bytes become known. */
  open: { readonly position: number; readonly answer: Uint16Array } | undefined;
}

/**
 * Answers validators and learns what they reveal. A byte is learned only after it was asked about, as a round's new context or as part
 * of a finished chunk. Whoever may ask could also teach nonsense: what rounds tell must agree with what the validator commits to on
 * chain ({@link Witness}), and no validator fills the model with more than its share ({@link Shares}).
 *
 * @example
 * const miner = new LanguageMiner(await Learner.create({ model: "gru" }));
 * const distributions = await miner.predict(validatorHotkey, { corpus, part: 3, position: 64, lanes: 256, contexts });
 */
export class LanguageMiner {
  readonly #learner: ByteLearner;
  readonly #reading: Reading;
  readonly #witness = new Witness();
  readonly #shares: Shares;
  readonly #onLie: (validator: string) => void;
  readonly #context: number;
  /** With each validator, about the part it reads now. */
  readonly #conversations = new Map<string, Conversation>();
  /** What this miner's own answers cost, as soon as it can tell. */
  readonly prequential = new Prequential(4096);

  constructor(learner: ByteLearner, parts: LanguageMinerParts = {}) {
    const { reading = new Reading(), onLie = () => {}, context = WINDOW, ...shares } = parts;
    this.#context = context;
    this.#learner = learner;
    this.#reading = reading;
    this.#shares = new Shares(shares);
    this.#onLie = onLie;
  }

  /** What has been learned, to be saved together with the model. */
  get reading(): Reading {
    return this.#reading;
  }

  /** Packed distributions of the byte at `position` of each lane. @throws {Refusal} 422 malformed, 409 wants whole contexts. */
  async predict(validator: string, question: Question): Promise<string> {
    const bytes = readContexts(question);
    const place = placeOf(validator, question);
    const last = this.#conversations.get(validator);
    const held = last?.place === place ? last : undefined;
    const { lanes, position } = question;
    this.#judge(held, position, bytes);
    const contexts = continued(held?.contexts, question, bytes, this.#context);
    const conversation: Conversation = { place, contexts, open: undefined };
    this.#conversations.set(validator, conversation);
    const answer = quantize(await this.#learner.predict(contexts.windows));
    conversation.open = { position, answer };
    await this.#hear(validator, question, position - bytes.length / lanes, bytes);
    return pack(answer);
  }

  /** Whether a finished chunk of a validator would be learned now: it is no liar, and its share is not used up. */
  wants(validator: string, { lanes }: ChunkEntry): boolean {
    return !this.#witness.liars.has(validator) && this.#shares.allows(validator, lanes * WINDOW);
  }

  /** Learns a finished chunk of a validator that the chain vouches for; false where it contradicts what its rounds have told. */
  async read(validator: string, entry: ChunkEntry, bytes: Uint8Array): Promise<boolean> {
    if (!this.confirm(validator, entry, bytes)) return false;
    await this.#learn(validator, placeOf(validator, entry), entry.lanes, entry.index * WINDOW, bytes);
    return true;
  }

  /** Takes notice that the chain vouches for a chunk; false where it contradicts what the validator's rounds have told. */
  confirm(validator: string, entry: ChunkEntry, bytes?: Uint8Array): boolean {
    const known = this.#witness.liars.has(validator);
    const same = this.#witness.confirm(validator, entry, bytes);
    if (!same && !known) this.#onLie(validator);
    return same;
  }

  /** Continues a text by up to `count` bytes. */
  complete(prompt: Uint8Array, count: number, options: GenerateOptions): AsyncGenerator<number, void> {
    return this.#learner.generate(prompt, count, options);
  }

  /** Learns what a round has told; what is not believed for now comes later as part of a chunk. */
  async #hear(validator: string, question: Question, start: number, bytes: Uint8Array): Promise<void> {
    const { lanes, position } = question;
    const place = placeOf(validator, question);
    if (this.#reading.covers(place, start, position)) return;
    if (!this.#witness.believes(validator, question, start, position)) return;
    if (!this.#shares.allows(validator, bytes.length)) return;
    this.#witness.hear(validator, question, start, bytes);
    await this.#learn(validator, place, lanes, start, bytes);
  }

  async #learn(validator: string, place: string, lanes: number, start: number, bytes: Uint8Array): Promise<void> {
    const fresh = this.#reading.take(place, lanes, start, bytes);
    if (fresh.length === 0) return;
    this.#shares.add(validator, fresh.length * fresh[0]!.bytes.length);
    await this.#learner.learnAll(fresh);
  }

  /** Scores the last answer where `bytes`, which end at `position`, tell what it was about. */
  #judge(held: Conversation | undefined, position: number, bytes: Uint8Array): void {
    if (held?.open === undefined) return;
    const { lanes } = held.contexts;
    const width = bytes.length / lanes;
    const column = held.open.position - (position - width);
    if (column < 0 || column >= width || held.open.answer.length !== lanes * 256) return;
    const actual = Uint8Array.from({ length: lanes }, (_, lane) => laneOf(bytes, lanes, lane)[column]!);
    for (const bits of answerBits(held.open.answer, actual)) this.prequential.addBits(bits);
  }
}
