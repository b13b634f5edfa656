import {
  type Answer,
  Dendrite,
  type Endpoint,
  endpoint,
  type Metagraph,
  type NeuronEvent,
  type Round as NeuronRound,
  type Page,
  type Target,
  Validator,
} from "@myelin/neuron";
import type { Keypair } from "@myelin/primitives";
import { type LanguageChain, nodeChain } from "./chain.ts";
import type { LanguageEvent, Report } from "./events.ts";
import { ScoreHistory } from "./history.ts";
import { Chunk, Manifest, Predict, type Question, toBase64 } from "./protocol.ts";
import { type MinerScore, type RoundFigures, type ScoresSource, signRound } from "./scores.ts";
import { type Corpus, loadCorpus } from "./text.ts";
import { LanguageValidator, type Reply, type Round } from "./validator.ts";

export interface LanguageValidatorRunOptions {
  readonly hotkey: Keypair;
  /** `ws://…` of a node. */
  readonly url: string;
  readonly netuid: number;
  /** Folder of scores, chunks and signed answers. */
  readonly dir: string;
  /** File or folder to read from; without it the built-in books, which any miner can look up. */
  readonly text?: string;
  /** Shortest time from one round's start to the next, seconds. Default 2.5. */
  readonly roundSeconds?: number;
  /** How long a miner may take, seconds. Default 4. */
  readonly answerSeconds?: number;
  readonly host?: string;
  readonly port?: number;
  readonly externalIp?: string;
  readonly signal: AbortSignal;
  readonly report?: Report;
}

/** Rounds between two saves of the published scores. */
const HISTORY_SAVED_EVERY = 12;
/** Entries of the list of chunks that one answer holds. */
const ENTRIES_PER_ANSWER = 1024;

/** Runs a validator of the language subnet until `signal` aborts. @throws {TextError} for a text that cannot be read. */
export async function runLanguageValidator(options: LanguageValidatorRunOptions): Promise<void> {
  const corpus = await loadCorpus(options.text);
  const { description, demonstration, bytes, parts } = corpus;
  options.report?.({ event: "text", text: description, bytes: bytes.length, parts, demonstration });
  const { url, netuid, hotkey, signal } = options;
  await new LanguageValidatorNeuron(options, corpus, nodeChain(url, netuid, hotkey)).run(signal);
}

/** The life of a validator around {@link LanguageValidator}. */
export class LanguageValidatorNeuron extends Validator<Round | undefined> {
  readonly #options: LanguageValidatorRunOptions;
  readonly #corpus: Corpus;
  readonly #chain: LanguageChain;
  readonly #asker: Dendrite;
  readonly #source: ScoresSource;
  #reader!: LanguageValidator;
  #history!: ScoreHistory;
  #roundStart = 0;
  /** A round has been scored since the start. */
  #scored = false;
  #paid = new Map<string, number>();

  constructor(options: LanguageValidatorRunOptions, corpus: Corpus, chain: LanguageChain) {
    const { hotkey, netuid, dir, host, port, externalIp, roundSeconds = 2.5 } = options;
    const serve = { host, port, announceIp: externalIp };
    const report = (event: NeuronEvent) => this.#pass(event);
    super({ hotkey, netuid, node: chain.connect, dir, roundSeconds, smoothing: 1, serve, report });
    this.#options = options;
    this.#corpus = corpus;
    this.#chain = chain;
    this.#asker = new Dendrite({ hotkey, requireSigned: true });
    this.#source = { validator: hotkey.address, netuid, text: corpus.description };
  }

  protected override async prepare(): Promise<void> {
    await super.prepare();
    const { dir, report } = this.#options;
    this.#reader = await LanguageValidator.open({
      hotkey: this.hotkey.address,
      corpus: this.#corpus,
      dir,
      board: this.#chain,
      report: report as (event: { event: string }) => void,
    });
    this.#history = await ScoreHistory.open(dir, this.#source, (kept) => report?.({ event: "state-damaged", kept }));
  }

  protected override endpoints(): Endpoint[] {
    const { chunks } = this.#reader;
    return [
      endpoint(Manifest, ({ since }) => ({ entries: chunks.entries.slice(since, since + ENTRIES_PER_ANSWER) })),
      endpoint(Chunk, async ({ number }) => {
        const bytes = await chunks.read(number);
        return { bytes: bytes === undefined ? null : toBase64(bytes) };
      }),
    ];
  }

  protected override pages(): Page[] {
    return this.#history.pages();
  }

  /** The opening of the first part is out before there is a permit: miners begin to learn from it. */
  protected override async onBlock(...args: Parameters<Validator<unknown>["onBlock"]>): Promise<void> {
    if (this.#roundStart === 0) await this.#reader.prepare();
    await super.onBlock(...args);
  }

  protected override onSync(metagraph: Metagraph): void {
    super.onSync(metagraph);
    this.#reader.keep(new Set(metagraph.neurons.map(({ hotkey }) => hotkey)));
  }

  override async query({ targets, signal }: NeuronRound): Promise<Round | undefined> {
    this.#roundStart = performance.now();
    const byHotkey = new Map(targets.map((target) => [target.hotkey, target]));
    const ask = (hotkey: string, question: Question) => this.#ask(byHotkey.get(hotkey)!, question, signal);
    return await this.#reader.round([...byHotkey.keys()], ask);
  }

  override async score(round: Round | undefined, { number, metagraph }: NeuronRound) {
    const pay = this.#reader.pay();
    this.#scored = true;
    if (round !== undefined) await this.#tell(this.#figures(round, number, metagraph, pay));
    return new Map([...(round?.bits.keys() ?? pay.keys())].map((hotkey) => [hotkey, pay.get(hotkey) ?? 0]));
  }

  /** When a round is over and nobody has earned anything, the vote is for the owner, whose emission the chain burns. */
  protected override weights(scores: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    const earned = [...scores.values()].some((score) => score > 0);
    this.#paid = new Map(earned || !this.#scored ? scores : [[this.metagraph!.ownerHotkey, 1]]);
    return this.#paid;
  }

  protected override async finish(): Promise<void> {
    this.#asker.close();
    await this.#reader.close();
    await this.#saveHistory();
    await super.finish();
  }

  async #ask(target: Target, question: Question, signal: AbortSignal): Promise<Reply> {
    const timeout = this.#options.answerSeconds ?? 4;
    const [answer] = (await this.#asker.query([target], Predict, question, { timeout, signal })) as [
      Answer<typeof Predict>,
    ];
    const { status, evidence, values, processTime: seconds } = answer;
    return { status, evidence, seconds, distributions: values?.distributions };
  }

  /** Tells the supervisor, and everyone who reads the pages unless there was nobody to score. */
  async #tell(figures: RoundFigures): Promise<void> {
    this.#options.report?.({ event: "round", ...figures });
    if (figures.asked === 0) return;
    this.#history.add(signRound(this.hotkey, this.#source, { time: Date.now(), ...figures }));
    await this.#saveHistory(HISTORY_SAVED_EVERY);
  }

  /** The rounds go on where the history cannot be kept. */
  async #saveHistory(rounds = 1): Promise<void> {
    try {
      if (this.#history.unsaved >= rounds) await this.#history.save();
    } catch (error) {
      this.notices.tell("state", (error as Error).message);
    }
  }

  #figures(round: Round, number: number, { neurons }: Metagraph, pay: ReadonlyMap<string, number>): RoundFigures {
    const { part, position, lanes, orderZero, orderTwo, bits, traffic, answered: answers } = round;
    const scores = neurons.flatMap(({ uid, hotkey }): MinerScore[] => {
      const standing = bits.has(hotkey) ? this.#reader.standing(hotkey) : undefined;
      if (standing === undefined) return [];
      const { bits: bitsPerByte, gain } = standing;
      const reward = pay.get(hotkey) ?? 0;
      return [{ uid, hotkey, bitsPerByte, latest: bits.get(hotkey)!, gain, reward, ...traffic.get(hotkey)! }];
    });
    const seconds = (performance.now() - this.#roundStart) / 1000;
    const asked = bits.size;
    return { round: number, part, position, lanes, asked, answers, seconds, orderZero, orderTwo, scores };
  }

  /** The loop's own events; its rounds are told in more detail above. */
  #pass(event: NeuronEvent): void {
    if (event.event === "round") return;
    this.#options.report?.(event.event === "weights" ? this.#weightsEvent(event.block) : event);
  }

  #weightsEvent(block: number): LanguageEvent {
    const weights = (this.metagraph?.neurons ?? []).flatMap(({ uid, hotkey }): [number, number][] => {
      const paid = this.#paid.get(hotkey) ?? 0;
      return paid > 0 ? [[uid, paid]] : [];
    });
    return { event: "weights", block, weights };
  }
}
