import type { AnswerFields, Caller, Chunks, Endpoint } from "../axon/endpoint.ts";
import type { Synapse, Values } from "../wire/synapse.ts";
import { Neuron } from "./neuron.ts";

/**
 * A neuron that serves. Its author writes `forward`, and `blacklist` or `priority` where wanted; all else is done here.
 *
 * @example
 * ```ts
 * class Doubler extends Miner<typeof Double> {
 *   readonly synapse = Double;
 *   forward({ input }: Values<typeof Double>) {
 *     return { output: 2 * input };
 *   }
 * }
 * await new Doubler({ hotkey, netuid: 1, node: "ws://127.0.0.1:9944" }).run(signal);
 * ```
 */
export abstract class Miner<S extends Synapse> extends Neuron {
  abstract readonly synapse: S;

  /** Answer hotkeys without a validator permit too. Leave it off for queries that are scored. */
  readonly openToAll: boolean = false;

  /** Fields of the answer, or chunks if the synapse is streaming. Throw a `Refusal` for a status of your choice. */
  abstract forward(values: Values<S>, caller: Caller): AnswerFields<S> | Promise<AnswerFields<S>> | Chunks;

  /** A reason refuses the caller. */
  blacklist(_caller: Caller): string | undefined | Promise<string | undefined> {
    return undefined;
  }

  /** Who is served first when the miner is busy: by default who has more stake. */
  priority(caller: Caller): number | Promise<number> {
    return Number(this.stakeOf(caller.hotkey));
  }

  /** Further synapses that this miner serves. */
  protected others(): Endpoint[] {
    return [];
  }

  protected override endpoints(): Endpoint[] {
    const main: Endpoint = {
      synapse: this.synapse,
      forward: (values, caller) => this.forward(values as Values<S>, caller),
      validatorsOnly: !this.openToAll,
      blacklist: (caller) => this.blacklist(caller),
      priority: (caller) => this.priority(caller),
    };
    return [main, ...this.others()];
  }
}
