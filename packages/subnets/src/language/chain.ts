import { type Client, ConnectionError, connect } from "@myelin/client";
import { type ChainConnector, clientView } from "@myelin/neuron";
import { encodeAddress, type Hex, type Keypair } from "@myelin/primitives";
import type { Commitments } from "./claims.ts";
import { type Commitment, decodeCommitment } from "./commitment.ts";
import type { CommitmentBoard } from "./validator.ts";

interface Registration {
  readonly info: { readonly fields: readonly { readonly type: string; readonly value?: unknown }[] };
}

/** The commitments of this subnet's neurons on chain, as far as they are of our kind. */
export async function readCommitments(client: Client, netuid: number): Promise<Commitments> {
  const entries = await client.query.entries<Registration>("Commitments", "CommitmentOf", [netuid]);
  const found = new Map<string, Commitment>();
  for (const [keys, { info }] of entries) {
    const [, hotkey] = keys as [number, Hex];
    const [field] = info.fields;
    const commitment = field?.value instanceof Uint8Array ? decodeCommitment(field.value) : undefined;
    if (commitment !== undefined) found.set(encodeAddress(hotkey), commitment);
  }
  return found;
}

/** What the neurons of this subnet need of the chain beside what all neurons need. */
export interface LanguageChain extends CommitmentBoard {
  /** For the loop of miner or validator. */
  readonly connect: ChainConnector;
}

/** The chain behind a node, for the neuron of one hotkey: one connection serves both its loop and its commitments. */
export function nodeChain(url: string, netuid: number, hotkey: Keypair): LanguageChain {
  let client: Client | undefined;
  const connected = (): Client => {
    if (client === undefined) throw new ConnectionError(url, "not connected yet");
    return client;
  };
  return {
    async connect(signal) {
      client = await connect(url, { signal });
      return clientView(client);
    },
    read: () => readCommitments(connected(), netuid),
    async publish(bytes) {
      const info = { fields: [{ type: `Raw${bytes.length}`, value: bytes }] };
      await connected().tx("Commitments", "set_commitment", { netuid, info }).sendAndWait(hotkey);
    },
  };
}
