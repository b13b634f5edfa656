import { MyelinError } from "@myelin/primitives";
import type { ChainConnector, ChainView, Metagraph, Peer } from "../chain/chain-view.ts";

/** A subnet in memory, for tests of neurons: blocks come when told, the node goes away when told. */
export class FakeChain {
  genesis = "0x01";
  block = 1;
  tempo = 20;
  weightsRateLimit = 5;
  commitRevealEnabled = false;
  readonly neurons: Peer[] = [];
  /** All weights that were accepted. */
  readonly weights: { hotkey: string; block: number; weights: Map<number, number> }[] = [];
  readonly served: { hotkey: string; ip: string; port: number }[] = [];
  /** Thrown by the next transactions, one each. */
  readonly refusals: string[] = [];
  #away = false;
  readonly #listeners = new Set<{ onHead: (block: number) => void; onError: (error: Error) => void }>();

  register(hotkey: string, fields: Partial<Peer> = {}): Peer {
    const peer = freshPeer(this.neurons.length, hotkey, this.block, fields);
    this.neurons.push(peer);
    return peer;
  }

  /** Gives a place to another hotkey, as pruning does. */
  replace(uid: number, hotkey: string): void {
    this.neurons[uid] = freshPeer(uid, hotkey, this.block, {});
  }

  /** Makes blocks; nobody hears of them while the node is away. */
  advance(blocks = 1): void {
    for (let i = 0; i < blocks; i++) {
      this.block++;
      if (!this.#away) for (const { onHead } of this.#listeners) onHead(this.block);
    }
  }

  /** The node dies, or comes back. Subscriptions end with it. */
  set away(away: boolean) {
    this.#away = away;
    if (!away) return;
    for (const { onError } of this.#listeners) onError(unreachable());
    this.#listeners.clear();
  }

  readonly connector: ChainConnector = async () => {
    this.#requireNode();
    return this.#view();
  };

  #view(): ChainView {
    return {
      genesis: async () => {
        this.#requireNode();
        return this.genesis;
      },
      head: async () => {
        this.#requireNode();
        return this.block;
      },
      onHead: async (onHead, onError) => {
        this.#requireNode();
        const listener = { onHead, onError };
        this.#listeners.add(listener);
        return async () => void this.#listeners.delete(listener);
      },
      metagraph: async (netuid) => {
        this.#requireNode();
        return this.#metagraph(netuid);
      },
      serveAxon: async (hotkey, { ip, port }) => {
        this.#requireAccepted();
        this.served.push({ hotkey: hotkey.address, ip, port });
        const peer = this.#registered(hotkey.address);
        peer.axon = { block: this.block, version: 1, ip, port, ipType: 4, protocol: 4 };
      },
      setWeights: async (hotkey, _netuid, weights) => {
        this.#requireAccepted();
        const peer = this.#registered(hotkey.address);
        if (this.block - peer.lastUpdate < this.weightsRateLimit) throw new Error("SettingWeightsTooFast");
        peer.lastUpdate = this.block;
        this.weights.push({ hotkey: hotkey.address, block: this.block, weights: new Map(weights) });
        return this.block;
      },
      close: async () => this.#listeners.clear(),
    };
  }

  #metagraph(netuid: number): Metagraph {
    return {
      ...{ netuid, name: "test", block: this.block, tempo: this.tempo, ownerHotkey: "", ownerColdkey: "" },
      lastStep: this.block - (this.block % this.tempo),
      blocksSinceLastStep: this.block % this.tempo,
      commitRevealEnabled: this.commitRevealEnabled,
      weightsVersion: 0,
      weightsRateLimit: this.weightsRateLimit,
      ...{ maxUids: 256, burn: 0n, taoIn: 0n, alphaIn: 0n, alphaOut: 0n },
      neurons: structuredClone(this.neurons),
    };
  }

  #registered(hotkey: string): Peer {
    const peer = this.neurons.find((neuron) => neuron.hotkey === hotkey);
    if (peer === undefined) throw new Error("HotKeyNotRegisteredInSubNet");
    return peer;
  }

  #requireAccepted(): void {
    this.#requireNode();
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw new Error(refusal);
  }

  #requireNode(): void {
    if (this.#away) throw unreachable();
  }
}

function unreachable(): Error {
  return new MyelinError("CLIENT_NOT_CONNECTED", "the node is away");
}

function freshPeer(uid: number, hotkey: string, block: number, fields: Partial<Peer>): Peer {
  return {
    ...{ uid, hotkey, coldkey: hotkey, active: true, validatorPermit: false, axon: undefined },
    ...{ lastUpdate: block, registeredAt: block, incentive: 0, dividends: 0, consensus: 0, trust: 0, rank: 0 },
    ...{ emission: 0n, alphaStake: 0n, taoStake: 0n, totalStake: 0n },
    ...fields,
  };
}
