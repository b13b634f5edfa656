import { type AnswerFields, type Caller, type Endpoint, type Fields, Miner, type Synapse } from "@myelin/neuron";
import { nodeChain, type SubnetChain } from "./chain.ts";
import { PartsError } from "./errors.ts";
import { neuronOptions, type Place, placeOf, type RunOptions } from "./run-options.ts";
import type { Task, ValuesOf } from "./task.ts";

/** What an author writes of a miner. */
export interface MinerParts<Q extends Fields = Fields, A extends Fields = Fields> {
  /** Throw a `Refusal` for a status of your choice. */
  answer(question: ValuesOf<Q>, caller: Caller): ValuesOf<A> | Promise<ValuesOf<A>>;
  /** Further synapses that it serves, e.g. to everyone. */
  readonly others?: readonly Endpoint[];
  /** Last of all, e.g. to save what was learned. */
  close?(): void | Promise<void>;
}

/** A miner that can be run. Made by {@link defineMiner}. */
export interface MinerDefinition {
  readonly role: "miner";
  readonly task: Task;
  open(place: Place): Promise<MinerParts>;
  /** Runs it on a network until `options.signal` aborts. */
  run(options: RunOptions): Promise<void>;
}

/**
 * Defines a miner: `open` makes it, once, when it is started; `answer` then answers the questions of validators. Only holders of a
 * validator permit are answered. Registration, the address on chain, restarts and outages are taken care of.
 *
 * @example
 * ```ts
 * export default defineMiner(task, () => ({ answer: ({ square }) => ({ root: Math.sqrt(square) }) }));
 * ```
 */
export function defineMiner<Q extends Fields, A extends Fields, T>(
  task: Task<Q, A, T>,
  open: (place: Place) => MinerParts<Q, A> | Promise<MinerParts<Q, A>>,
): MinerDefinition {
  const definition: MinerDefinition = {
    role: "miner",
    task: task as unknown as Task,
    async open(place) {
      const parts = (await open(place)) as unknown as MinerParts;
      if (typeof parts?.answer !== "function") throw new PartsError("miner", "must give back an answer function");
      return parts;
    },
    async run(options) {
      const chain = options.chain ?? nodeChain(options.url, options.netuid, options.hotkey);
      await new SubnetMiner(definition, options, chain).run(options.signal);
    },
  };
  return definition;
}

/** The life of a miner around what its author wrote. */
class SubnetMiner extends Miner<Synapse> {
  readonly synapse: Synapse;
  readonly #definition: MinerDefinition;
  readonly #place: Place;
  #parts!: MinerParts;

  constructor(definition: MinerDefinition, options: RunOptions, chain: SubnetChain) {
    super(neuronOptions(options, chain));
    this.synapse = definition.task.synapse;
    this.#definition = definition;
    this.#place = placeOf(options, chain);
  }

  protected override async prepare(): Promise<void> {
    this.#parts = await this.#definition.open(this.#place);
  }

  override async forward(values: Record<string, unknown>, caller: Caller): Promise<AnswerFields<Synapse>> {
    return await this.#parts.answer(values, caller);
  }

  protected override others(): Endpoint[] {
    return [...(this.#parts.others ?? [])];
  }

  protected override async finish(): Promise<void> {
    await this.#parts.close?.();
  }
}
