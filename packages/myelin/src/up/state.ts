import type { ProcessEvent } from "../processes/events.ts";
import type { ChainState } from "./chain-watch.ts";
import { MEMBERS, type Member } from "./plan.ts";
import type { ProcessState } from "./process.ts";

/** One line of what `myelin up` shows. */
export interface NeuronLine {
  readonly name: string;
  readonly role: string;
  readonly state: ProcessState;
  /** Mean log2 loss on bytes nobody had read, as validators measured it; undefined before the first round. */
  readonly bitsPerByte: number | undefined;
  readonly incentive: number;
  readonly dividends: number;
  readonly free: bigint;
  readonly stake: bigint;
}

/** What a validator found in a round. */
interface Round {
  readonly orderZero: number;
  /** Bits a byte by hotkey. */
  readonly bits: ReadonlyMap<string, number>;
}

/** Everything that is known of the network: what the chain says, and what the processes told. */
export class NetworkState {
  chain: ChainState | undefined;
  readonly netuid: number;
  private readonly hotkeys: ReadonlyMap<string, string>;
  private readonly rounds = new Map<string, Round>();
  private readonly stateOf: (name: string) => ProcessState;

  /** @param hotkeys addresses by the member's name */
  constructor(netuid: number, hotkeys: ReadonlyMap<string, string>, stateOf: (name: string) => ProcessState) {
    this.netuid = netuid;
    this.hotkeys = hotkeys;
    this.stateOf = stateOf;
  }

  /** Takes in what a process told. */
  heard(name: string, event: ProcessEvent): void {
    if (event.event !== "round" || !Array.isArray(event["scores"])) return;
    const scores = event["scores"] as { hotkey: string; bitsPerByte: number }[];
    const bits = new Map(scores.map(({ hotkey, bitsPerByte }) => [hotkey, bitsPerByte]));
    this.rounds.set(name, { orderZero: Number(event["orderZero"]), bits });
  }

  get lines(): NeuronLine[] {
    return MEMBERS.map((member) => this.line(member));
  }

  /** Bits a byte of the order-0 model, the measure to beat: mean over validators. */
  get orderZero(): number | undefined {
    return mean([...this.rounds.values()].map(({ orderZero }) => orderZero).filter(Number.isFinite));
  }

  private line({ name, role, kind }: Member): NeuronLine {
    const neuron = this.chain?.neurons.get(name);
    return {
      name,
      role,
      state: this.stateOf(name),
      bitsPerByte: kind === "miner" ? this.bitsOf(name) : undefined,
      incentive: neuron?.incentive ?? 0,
      dividends: neuron?.dividends ?? 0,
      free: neuron?.free ?? 0n,
      stake: neuron?.stake ?? 0n,
    };
  }

  private bitsOf(name: string): number | undefined {
    const hotkey = this.hotkeys.get(name)!;
    return mean([...this.rounds.values()].flatMap(({ bits }) => bits.get(hotkey) ?? []));
  }
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
