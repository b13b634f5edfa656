import { join } from "node:path";
import type { Endpoint } from "../axon/endpoint.ts";
import type { ChainView, Metagraph, Peer } from "../chain/chain-view.ts";
import type { AxonTarget } from "../dendrite/answer.ts";
import { Dendrite } from "../dendrite/dendrite.ts";
import { isPlainObject } from "../wire/fields.ts";
import { limited, Neuron, type NeuronOptions } from "./neuron.ts";
import { Backoff, pause } from "./pause.ts";
import { type ScoreEntry, Scores } from "./scores.ts";
import { StateFile } from "./state-file.ts";
import { weightsByUid, weightsDue } from "./weights.ts";

export interface ValidatorOptions extends NeuronOptions {
  /** Folder for the scores and the number of the round. */
  dir: string;
  /** Shortest time from one round's start to the next, seconds; default 5. */
  roundSeconds?: number;
  /** Part of a round's score in the moving score, above 0 to 1; default 0.1. */
  smoothing?: number;
  /** Start rounds without a validator permit as well; miners answer 403 then, unless they are open to all. */
  withoutPermit?: boolean;
}

/** A miner that can be asked. */
export type Target = Peer & AxonTarget;

/** One turn of asking and scoring. */
export interface Round {
  /** Counts up over restarts. */
  readonly number: number;
  readonly metagraph: Metagraph;
  /** The miners to ask, see `targets`. */
  readonly targets: readonly Target[];
  readonly dendrite: Dendrite;
  /** Aborts when the validator stops. */
  readonly signal: AbortSignal;
}

interface SavedState {
  version: 1;
  hotkey: string;
  netuid: number;
  round: number;
  scores: Record<string, ScoreEntry>;
}

/**
 * A neuron that asks and scores. Its author writes `query` and `score`; rounds, moving scores by hotkey, weights in every
 * epoch and their retries, and going on after a restart are done here.
 *
 * @example
 * ```ts
 * class Checker extends Validator<Answer<typeof Double>[]> {
 *   query({ targets, dendrite, signal }: Round) {
 *     return dendrite.query(targets, Double, { input: 21 }, { timeout: 4, signal });
 *   }
 *   score(answers: Answer<typeof Double>[]) {
 *     return new Map(answers.map((answer) => [answer.axon.hotkey, answer.values?.output === 42 ? 1 : 0]));
 *   }
 * }
 * ```
 */
export abstract class Validator<Answers> extends Neuron {
  protected readonly dendrite: Dendrite;
  readonly #options: ValidatorOptions;
  readonly #state: StateFile<SavedState>;
  readonly #weightsPause = new Backoff(1, 8);
  #scores: Scores;
  #round = 0;
  #lastSet = 0;
  #weightsAt = 0;

  constructor(options: ValidatorOptions) {
    super(options);
    this.#options = options;
    this.dendrite = new Dendrite({ hotkey: options.hotkey });
    this.#scores = new Scores(options.smoothing ?? 0.1);
    this.#state = new StateFile(join(options.dir, "validator.json"), (value) => this.#parse(value));
  }

  /** Asks the miners of a round. */
  abstract query(round: Round): Promise<Answers>;

  /** Scores by hotkey, 0 or more. A hotkey left out keeps its moving score; give 0 to who failed. */
  abstract score(answers: Answers, round: Round): ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>;

  /** Whom to ask: by default everyone who serves, but this validator. */
  protected targets(metagraph: Metagraph): Target[] {
    return metagraph.neurons.flatMap((peer) => {
      const { axon, hotkey } = peer;
      return axon === undefined || hotkey === this.hotkey.address ? [] : [{ ...peer, ip: axon.ip, port: axon.port }];
    });
  }

  /** What is set on chain, from the moving scores; any non-negative numbers by hotkey. */
  protected weights(scores: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    return scores;
  }

  /** What a validator serves; nothing by default. */
  protected override endpoints(): Endpoint[] {
    return [];
  }

  /** The moving scores by hotkey. */
  get scores(): ReadonlyMap<string, number> {
    return this.#scores.byHotkey();
  }

  protected override async prepare(): Promise<void> {
    const saved = await this.#state.load((aside) =>
      this.notices.tell(
        "state",
        `The saved scores could not be read; they are kept as ${aside} and scoring starts anew.`,
      ),
    );
    if (saved === undefined) return;
    this.#round = saved.round;
    this.#scores = new Scores(this.#options.smoothing ?? 0.1, saved.scores);
  }

  protected override async finish(): Promise<void> {
    this.dendrite.close();
    await this.#save();
  }

  protected override onSync(metagraph: Metagraph): void {
    this.#scores.retain(metagraph.neurons);
  }

  protected override async work(signal: AbortSignal): Promise<void> {
    const { roundSeconds = 5 } = this.#options;
    const trouble = new Backoff(1_000, 60_000);
    while (!signal.aborted) {
      const startedAt = performance.now();
      if (this.#mayAsk()) {
        try {
          await this.#turn(signal);
          trouble.reset();
          this.notices.over("round");
        } catch (error) {
          if (signal.aborted) return;
          this.notices.tell("round", (error as Error).message);
          await pause(trouble.next(), signal);
        }
      }
      const rest = this.#mayAsk() ? roundSeconds * 1000 - (performance.now() - startedAt) : 100;
      await pause(Math.max(0, rest), signal);
    }
  }

  protected override async onBlock(block: number, chain: ChainView, signal: AbortSignal): Promise<void> {
    const { metagraph, own } = this;
    if (metagraph === undefined || own === undefined || block < this.#weightsAt) return;
    if (!weightsDue({ block, metagraph, own, lastSet: this.#lastSet })) return;
    const weights = weightsByUid(this.weights(this.scores), metagraph.neurons);
    const obstacle = this.#obstacle(metagraph, own, weights);
    if (obstacle !== undefined) {
      this.notices.tell("weights", obstacle);
      return;
    }
    this.#weightsAt = block + this.#weightsPause.next();
    try {
      const versionKey = BigInt(metagraph.weightsVersion);
      const at = await chain.setWeights(this.hotkey, this.netuid, weights, versionKey, limited(signal));
      this.#lastSet = at;
      this.#weightsPause.reset();
      this.notices.over("weights");
      this.report({ event: "weights", block: at, uids: [...weights.keys()] });
      await this.#save();
    } catch (error) {
      if (!signal.aborted) this.notices.tell("weights", `${(error as Error).message} Trying again.`);
    }
  }

  /** Why the chain would refuse weights now, told before anything is sent. */
  #obstacle(metagraph: Metagraph, own: Peer, weights: ReadonlyMap<number, number>): string | undefined {
    if (!own.validatorPermit) return "No weights yet: this hotkey holds no validator permit.";
    if (weights.size === 0) return "No weights yet: nobody has earned a score above zero.";
    if (metagraph.commitRevealEnabled)
      return "No weights: the subnet demands committed weights, which is not supported.";
    return undefined;
  }

  #mayAsk(): boolean {
    const { own, metagraph } = this;
    if (own === undefined || metagraph === undefined) return false;
    if (own.validatorPermit || this.#options.withoutPermit) {
      this.notices.over("permit");
      return true;
    }
    this.notices.tell("permit", "Waiting for a validator permit, which the next epoch gives to enough stake.");
    return false;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const metagraph = this.metagraph!;
    const targets = this.targets(metagraph);
    const number = this.#round + 1;
    const round: Round = { number, metagraph, targets, dendrite: this.dendrite, signal };
    const answers = await this.query(round);
    const scored = await this.score(answers, round);
    if (signal.aborted) return;
    this.#round = number;
    this.#scores.update(scored, this.metagraph!.neurons);
    await this.#save();
    const seconds = (performance.now() - startedAt) / 1000;
    this.report({ event: "round", round: number, asked: targets.length, scored: scored.size, seconds });
  }

  async #save(): Promise<void> {
    const state: SavedState = {
      version: 1,
      hotkey: this.hotkey.address,
      netuid: this.netuid,
      round: this.#round,
      scores: this.#scores.toJSON(),
    };
    try {
      await this.#state.save(state);
      this.notices.over("state");
    } catch (error) {
      this.notices.tell("state", (error as Error).message);
    }
  }

  /** Scores of another hotkey or subnet are nobody's here: they count as damaged and are set aside. */
  #parse(value: unknown): SavedState {
    const state = value as Partial<SavedState>;
    const fits =
      isPlainObject(value) &&
      state.version === 1 &&
      state.hotkey === this.hotkey.address &&
      state.netuid === this.netuid &&
      Number.isSafeInteger(state.round) &&
      isPlainObject(state.scores) &&
      Object.values(state.scores).every(
        (entry) => Number.isFinite(entry?.score) && Number.isFinite(entry.registeredAt),
      );
    if (!fits) throw new Error("not a validator's state");
    return state as SavedState;
  }
}
