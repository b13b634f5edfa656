import type { Keypair } from "@myelin/primitives";
import { type SubnetChain, nodeChain as subnetChain } from "../kit/chain.ts";
import type { Commitments } from "./claims.ts";
import { type Commitment, decodeCommitment } from "./commitment.ts";
import type { CommitmentBoard } from "./validator.ts";

/** What the neurons of this subnet need of the chain beside what all neurons need. */
export interface LanguageChain extends CommitmentBoard {
  /** For the loop of miner or validator. */
  readonly connect: SubnetChain["connect"];
}

/** The chain behind a node, for the neuron of one hotkey; commitments as far as they are of our kind. */
export function nodeChain(url: string, netuid: number, hotkey: Keypair): LanguageChain {
  const { connect, read, publish } = subnetChain(url, netuid, hotkey);
  return { connect, publish, read: async () => ours(await read()) };
}

/** The commitments of the language subnet among those of a subnet. */
export function ours(commitments: ReadonlyMap<string, Uint8Array>): Commitments {
  const found = new Map<string, Commitment>();
  for (const [hotkey, bytes] of commitments) {
    const commitment = decodeCommitment(bytes);
    if (commitment !== undefined) found.set(hotkey, commitment);
  }
  return found;
}
