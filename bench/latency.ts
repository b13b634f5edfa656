/**
 * What one RPC request waits while a whole network trains beside it on the same cores: `myelin up` with its miners and
 * validators, and a client that asks one thing at a time. Anchor: the most it should wait.
 */
import { measure } from "./load/measure.ts";
import { UpNetwork } from "./network/up.ts";
import type { Row } from "./row.ts";

/** `System.Account` of Alice. */
const KEY =
  "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const GOAL_MS = 50;
const SECONDS = 20;

export async function run(): Promise<Row[]> {
  const network = await UpNetwork.start();
  try {
    await network.heard(({ event }) => event === "weights");
    const url = `ws://127.0.0.1:${network.port}`;
    const load = { url, method: "state_getStorage", params: [KEY], inFlight: 1, duration: SECONDS * 1_000 };
    const { p99, perSecond } = await measure(load);
    const name = `state_getStorage while neurons train, ${SECONDS} s`;
    return [
      { name: `${name}, p99 (anchor: the goal)`, ours: p99, anchor: GOAL_MS, unit: "ms", ratio: GOAL_MS / p99 },
      { name: `${name}, one at a time`, ours: perSecond, anchor: null, unit: "1/s", ratio: null },
    ];
  } finally {
    await network.stop();
  }
}
