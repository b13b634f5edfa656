import { type Client, ConnectionError, connect } from "@myelin/client";
import { type ChainConnector, clientView } from "@myelin/neuron";
import { encodeAddress, type Hex, type Keypair } from "@myelin/primitives";

/**
 * What neurons of one subnet have published on chain, a few bytes each (`Commitments.set_commitment`): to show later that something
 * was decided before.
 */
export interface Board {
  /** The newest commitment of each hotkey, by address. */
  read(): Promise<Map<string, Uint8Array>>;
  /** Publishes at most 128 bytes for this neuron's hotkey; resolves when they are in a block. */
  publish(bytes: Uint8Array): Promise<void>;
}

/** The chain as the neurons of a subnet need it. */
export interface SubnetChain extends Board {
  readonly connect: ChainConnector;
}

interface Registration {
  readonly info: { readonly fields: readonly { readonly value?: unknown }[] };
}

/** The chain behind a node, for the neuron of one hotkey: one connection serves both its loop and its commitments. */
export function nodeChain(url: string, netuid: number, hotkey: Keypair): SubnetChain {
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
    async read() {
      const entries = await connected().query.entries<Registration>("Commitments", "CommitmentOf", [netuid]);
      const found = new Map<string, Uint8Array>();
      for (const [keys, { info }] of entries) {
        const [, account] = keys as [number, Hex];
        const value = info.fields[0]?.value;
        if (value instanceof Uint8Array) found.set(encodeAddress(account), value);
      }
      return found;
    },
    async publish(bytes) {
      await connected()
        .tx("Commitments", "set_commitment", { netuid, info: rawInfo(bytes) })
        .sendAndWait(hotkey);
    },
  };
}

/** Bytes as `set_commitment` takes them: one field, named by its length. */
export function rawInfo(bytes: Uint8Array) {
  return { fields: [{ type: `Raw${bytes.length}`, value: bytes }] };
}
