import { type Client, connect, getMetagraph, serveAxon, setWeights } from "@myelin/client";
import { encodeAddress, type Hex } from "@myelin/primitives";
import type { ChainConnector, ChainView, Metagraph } from "./chain-view.ts";

/** The chain as a neuron sees it, through a client. */
export function clientView(client: Client): ChainView {
  return {
    genesis: () => client.blockHash(0),
    head: async () => (await client.header()).number,
    async onHead(onHead, onError) {
      const subscription = await client.subscribeHeads(({ number }) => onHead(number), onError);
      return () => subscription.stop();
    },
    metagraph: async (netuid) => withAddresses(await getMetagraph(client, netuid)),
    async serveAxon(hotkey, address, signal) {
      await serveAxon(client, hotkey, address, { signal });
    },
    async setWeights(hotkey, netuid, weights, versionKey, signal) {
      return (await setWeights(client, hotkey, netuid, weights, versionKey, { signal })).blockNumber;
    },
    close: () => client.close(),
  };
}

/** Connects to the node at `ws://…`. */
export function nodeConnector(url: string): ChainConnector {
  return async (signal) =>
    clientView(await connect(url, { signal, connectTimeoutMs: 5_000, requestTimeoutMs: 20_000 }));
}

function withAddresses(metagraph: Metagraph): Metagraph {
  const neurons = metagraph.neurons.map((neuron) => ({
    ...neuron,
    hotkey: asAddress(neuron.hotkey),
    coldkey: asAddress(neuron.coldkey),
  }));
  const { ownerHotkey, ownerColdkey } = metagraph;
  return { ...metagraph, ownerHotkey: asAddress(ownerHotkey), ownerColdkey: asAddress(ownerColdkey), neurons };
}

function asAddress(account: string): string {
  return account.startsWith("0x") ? encodeAddress(account as Hex) : account;
}
