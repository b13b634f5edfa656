import { keypairFromUri } from "@myelin/primitives";
import { createClient } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { WebSocket } from "ws";
import { papiScenario } from "./papi-scenario.ts";
import type { ClientReport } from "./report.ts";

/** `polkadot-api`, the current line: follows the chain with `chainHead_v1_*`. */
export async function runPapi2(url: string, receiver: string): Promise<ClientReport> {
  const websocketClass = WebSocket as unknown as typeof globalThis.WebSocket;
  const client = createClient(getWsProvider(url, { websocketClass }));
  const alice = keypairFromUri("//Alice");
  const signer = getPolkadotSigner(alice.publicKey, "Sr25519", async (message) => alice.sign(message));
  try {
    return await papiScenario(client, signer, alice.address, receiver, { at: "best" });
  } finally {
    client.destroy();
  }
}
