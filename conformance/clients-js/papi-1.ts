import { keypairFromUri } from "@myelin/primitives";
import { createClient } from "papi-1";
import { getPolkadotSigner } from "papi-1/signer";
import { getWsProvider } from "papi-1/ws-provider/node";
import { papiScenario } from "./papi-scenario.ts";
import type { ClientReport } from "./report.ts";

/** `polkadot-api` 1.x, with which the chain's own test suite is written. It knows `chainHead_v1_*` only. */
export async function runPapi1(url: string, receiver: string): Promise<ClientReport> {
  const client = createClient(getWsProvider(url));
  const alice = keypairFromUri("//Alice");
  const signer = getPolkadotSigner(alice.publicKey, "Sr25519", async (message) => alice.sign(message));
  try {
    return await papiScenario(client, signer, alice.address, receiver, "best");
  } finally {
    client.destroy();
  }
}
