import type { Client, Metagraph } from "@myelin/client";
import { getMetagraph } from "@myelin/client/actions/metagraph";
import { toAccountId } from "@myelin/primitives/ss58";
import type { Keys } from "./keys.ts";
import { MEMBERS } from "./plan.ts";

/** A neuron as the chain sees it after a block. */
export interface NeuronState {
  readonly uid: number | undefined;
  /** 0 to 1. */
  readonly incentive: number;
  /** 0 to 1. */
  readonly dividends: number;
  /** Rao of the coldkey that are not staked. */
  readonly free: bigint;
  /** Alpha rao of the hotkey. */
  readonly stake: bigint;
}

export interface ChainState {
  readonly block: number;
  readonly blocksToEpoch: number;
  readonly neurons: ReadonlyMap<string, NeuronState>;
  /** A validator of ours set weights since this watch began. */
  readonly weightsSet: boolean;
  /** A miner of ours, none of them the owner's, got stake from an epoch since this watch began. */
  readonly rewarded: boolean;
}

interface AccountInfo {
  readonly data: { readonly free: bigint };
}

/** Reads the subnet after each block. */
export class ChainWatch {
  private readonly client: Client;
  private readonly netuid: number;
  private readonly keys: ReadonlyMap<string, Keys>;
  private first: Metagraph | undefined;

  constructor(client: Client, netuid: number, keys: ReadonlyMap<string, Keys>) {
    this.client = client;
    this.netuid = netuid;
    this.keys = keys;
  }

  /** The state now. Weights and rewards are told against the first call. */
  async read(): Promise<ChainState> {
    const { hash } = await this.client.head();
    const coldkeys = MEMBERS.map(({ name }) => [this.keys.get(name)!.coldkey.address]);
    const [graph, accounts] = await Promise.all([
      getMetagraph(this.client, this.netuid, { at: hash }),
      this.client.query.many<AccountInfo>("System", "Account", coldkeys, { at: hash }),
    ]);
    this.first ??= graph;
    const neurons = new Map(MEMBERS.map(({ name }, i) => [name, this.stateOf(name, graph, accounts[i]!.data.free)]));
    return {
      block: graph.block,
      blocksToEpoch: Math.max(0, graph.tempo - graph.blocksSinceLastStep),
      neurons,
      weightsSet: this.anyOf(
        "validator",
        graph,
        (now, before) => now.lastUpdate > Math.max(before?.lastUpdate ?? 0, now.registeredAt),
      ),
      rewarded: this.anyOf("miner", graph, (now, before) => now.alphaStake > (before?.alphaStake ?? 0n)),
    };
  }

  private stateOf(name: string, graph: Metagraph, free: bigint): NeuronState {
    const neuron = this.find(name, graph);
    return {
      uid: neuron?.uid,
      incentive: (neuron?.incentive ?? 0) / 65_535,
      dividends: (neuron?.dividends ?? 0) / 65_535,
      free,
      stake: neuron?.alphaStake ?? 0n,
    };
  }

  private anyOf(kind: string, graph: Metagraph, test: (now: Neuron, before: Neuron | undefined) => boolean): boolean {
    return MEMBERS.some((member) => {
      const now = member.kind === kind ? this.find(member.name, graph) : undefined;
      return now !== undefined && test(now, this.find(member.name, this.first!));
    });
  }

  private find(name: string, graph: Metagraph): Neuron | undefined {
    const hotkey = this.keys.get(name)!.hotkey.accountId;
    return graph.neurons.find((neuron) => toAccountId(neuron.hotkey) === hotkey);
  }
}

type Neuron = Metagraph["neurons"][number];
