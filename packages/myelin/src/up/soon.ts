import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@myelin/client";

const LOOK_EVERY_MS = 20;

/**
 * Waits for extrinsics that are on their way, and has the block that takes them made as soon as the pool holds them all:
 * a network that is being set up need not wait for its block time.
 */
export async function soon(client: Client, sent: readonly Promise<unknown>[]): Promise<void> {
  const done = new AbortController();
  const all = Promise.all(sent).finally(() => done.abort());
  const hurry = async () => {
    while (!done.signal.aborted) {
      const pending = await client.transport.request<string[]>("author_pendingExtrinsics", []);
      if (pending.length >= sent.length) return await client.transport.request("myelin_step", [1]);
      await sleep(LOOK_EVERY_MS);
    }
  };
  await Promise.all([all, hurry()]);
}
