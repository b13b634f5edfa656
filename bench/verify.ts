/**
 * What it takes to verify an epoch of 256 neurons and 64 validators over RPC: asking for proofs and checking them, and the
 * kernel, against the specification in BigInt. The node is in the same process, so its work is in the first row too.
 */
import { startVillage } from "@myelin/dashboard/testing/village";
import { readProvenEpoch, verifyEpoch } from "@myelin/verify";
import { epoch as bigintEpoch } from "@myelin/yuma";
import type { Row } from "./row.ts";

const NEURONS = 256;
const VALIDATORS = 64;
const ROUNDS = 15;

export async function run(): Promise<Row[]> {
  // The owner's hotkey is a neuron too.
  const village = await startVillage({ validators: VALIDATORS, miners: NEURONS - VALIDATORS - 1 });
  try {
    const uids = await Promise.all(village.miners.map(village.uidOf));
    await village.epoch();
    for (let v = 0; v < VALIDATORS; v++) await village.vote(v, votes(v, uids));
    await village.epoch();
    return await measure(village);
  } finally {
    await village.stop();
  }
}

/** Every validator votes for every miner, each a little differently. */
function votes(validator: number, uids: readonly number[]): [uid: number, weight: number][] {
  return uids.map((uid, i) => [uid, 1 + ((7_919 * (i + 1) + 104_729 * (validator % 5)) % 65_535)]);
}

async function measure({ client, netuid }: Awaited<ReturnType<typeof startVillage>>): Promise<Row[]> {
  const proving: number[] = [];
  const kernel: number[] = [];
  const whole: number[] = [];
  let specification = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const epoch = await readProvenEpoch(client, netuid);
    const { isEqual, kernelMs } = await verifyEpoch(epoch);
    whole.push(performance.now() - start);
    if (!isEqual) throw new Error("the epoch is not the chain's, so its times mean nothing");
    proving.push(epoch.proof.ms);
    kernel.push(kernelMs);
    const before = performance.now();
    bigintEpoch(epoch.state.inputs[0]!);
    specification = performance.now() - before;
    if (round === 0) {
      const { keys, nodes, bytes, requests } = epoch.proof;
      console.error(
        `${epoch.state.hotkeys.length} neurons; ${keys} keys, ${nodes} nodes, ${bytes} bytes, ${requests} requests`,
      );
    }
  }
  const row = (name: string, ours: number, anchor: number | null): Row => {
    return { name, ours, anchor, unit: "ms", ratio: anchor === null ? null : anchor / ours };
  };
  return [
    row("proving and reading", middle(proving), null),
    row("kernel (anchor: BigInt)", middle(kernel), specification),
    row("whole", middle(whole), null),
  ];
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
