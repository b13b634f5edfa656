import { type Endpoint, type Fields, type Page, type Round, Validator } from "@myelin/neuron";
import { nodeChain, type SubnetChain } from "./chain.ts";
import { PartsError } from "./errors.ts";
import { type Posed, playRound, type Result, type RoundInfo, scoresOf, votes } from "./round.ts";
import { neuronOptions, type Place, placeOf, type RunOptions } from "./run-options.ts";
import type { Task, ValuesOf } from "./task.ts";

/** What an author writes of a validator. */
export interface ValidatorParts<Q extends Fields = Fields, A extends Fields = Fields, T = unknown> {
  /** The next question, and what only this validator knows about it; undefined lets a round pass. */
  ask(round: RoundInfo): Posed<ValuesOf<Q>, T> | undefined | Promise<Posed<ValuesOf<Q>, T> | undefined>;
  /** Told what came of a round, e.g. to keep a standing of its own. */
  scored?(
    results: readonly Result<ValuesOf<A>>[],
    posed: Posed<ValuesOf<Q>, T>,
    round: RoundInfo,
  ): void | Promise<void>;
  /** What each miner is to be paid, by hotkey; the moving scores unless it is given. */
  pay?(scores: ReadonlyMap<string, number>): ReadonlyMap<string, number>;
  /** What everybody may read on its axon's port. */
  readonly pages?: readonly Page[];
  /** Last of all, e.g. to save state. */
  close?(): void | Promise<void>;
}

export interface ValidatorPace {
  /** Shortest time from one round's start to the next, seconds. Default 5. */
  readonly roundSeconds?: number;
  /** How long a miner may take, seconds. Default 4. */
  readonly answerSeconds?: number;
  /** Part of a round's score in the moving score, above 0 to 1. Default 0.1. */
  readonly smoothing?: number;
}

/** A validator that can be run. Made by {@link defineValidator}. */
export interface ValidatorDefinition {
  readonly role: "validator";
  readonly task: Task;
  readonly pace: Required<ValidatorPace>;
  open(place: Place): Promise<ValidatorParts>;
  /** Runs it on a network until `options.signal` aborts. */
  run(options: RunOptions): Promise<void>;
}

/**
 * Defines a validator: `open` makes it, once, when it is started; `ask` then poses each round's question. Asking all miners, scoring,
 * moving scores, weights in every epoch and going on after a restart are taken care of.
 *
 * @example
 * ```ts
 * export default defineValidator(task, ({ random }) => ({
 *   ask() {
 *     const root = random.number(1, 1_000);
 *     return { question: { square: root * root }, truth: root };
 *   },
 * }));
 * ```
 */
export function defineValidator<Q extends Fields, A extends Fields, T>(
  task: Task<Q, A, T>,
  open: (place: Place) => ValidatorParts<Q, A, T> | Promise<ValidatorParts<Q, A, T>>,
  { roundSeconds = 5, answerSeconds = 4, smoothing = 0.1 }: ValidatorPace = {},
): ValidatorDefinition {
  const definition: ValidatorDefinition = {
    role: "validator",
    task: task as unknown as Task,
    pace: { roundSeconds, answerSeconds, smoothing },
    async open(place) {
      const parts = (await open(place)) as unknown as ValidatorParts;
      if (typeof parts?.ask !== "function") throw new PartsError("validator", "must give back an ask function");
      return parts;
    },
    async run(options) {
      const chain = options.chain ?? nodeChain(options.url, options.netuid, options.hotkey);
      await new SubnetValidator(definition, options, chain).run(options.signal);
    },
  };
  return definition;
}

/** The life of a validator around what its author wrote. */
class SubnetValidator extends Validator<Result[]> {
  readonly #definition: ValidatorDefinition;
  readonly #options: RunOptions;
  readonly #place: Place;
  #parts!: ValidatorParts;
  /** A round has been scored since the start. */
  #scored = false;

  constructor(definition: ValidatorDefinition, options: RunOptions, chain: SubnetChain) {
    const { roundSeconds, smoothing } = definition.pace;
    super({ ...neuronOptions(options, chain), dir: options.dir, roundSeconds, smoothing });
    this.#definition = definition;
    this.#options = options;
    this.#place = placeOf(options, chain);
  }

  protected override async prepare(): Promise<void> {
    await super.prepare();
    this.#parts = await this.#definition.open(this.#place);
  }

  protected override endpoints(): Endpoint[] {
    return [];
  }

  protected override pages(): Page[] {
    return [...(this.#parts.pages ?? [])];
  }

  override async query({ number, targets, dendrite, signal }: Round): Promise<Result[]> {
    const { task, pace } = this.#definition;
    const info = { number, miners: targets.map(({ hotkey }) => hotkey), signal };
    return await playRound(task, this.#parts, info, { targets, dendrite, timeout: pace.answerSeconds });
  }

  override score(results: Result[], { number: round }: Round): ReadonlyMap<string, number> {
    if (results.length > 0) this.#scored = true;
    const scores = results.map(({ uid, hotkey, status, score, problem }) => ({ uid, hotkey, status, score, problem }));
    this.#options.report?.({ event: "scores", round, scores });
    return scoresOf(results);
  }

  protected override weights(scores: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    return votes(this.#parts, scores, { scored: this.#scored, owner: this.metagraph!.ownerHotkey });
  }

  protected override async finish(): Promise<void> {
    await this.#parts.close?.();
    await super.finish();
  }
}
