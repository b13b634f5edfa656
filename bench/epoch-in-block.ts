/**
 * An epoch of 256 neurons and 64 validators in a block, from storage to storage: what reading, computing and writing take,
 * and how much longer a block takes in which the epoch is due.
 */
import { type AccountId, ZERO_HASH } from "@myelin/frame";
import { readEpochInput } from "@myelin/runtime/pallets/subtensor/epoch/input";
import {
  persistMechanismEpochTerms,
  persistNetuidEpochTerms,
  readUids,
  termsOf,
} from "@myelin/runtime/pallets/subtensor/epoch/run_epoch";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { TestChain } from "@myelin/runtime/testing/harness";
import { packedEpoch } from "@myelin/yuma";
import { denseInput } from "./epoch.ts";
import type { Row } from "./row.ts";

const NETUID = 1;
const NEURONS = 256;
const VALIDATORS = 64;
const EMISSION = 500_000_000_000n;
const ROUNDS = 40;
const GOAL = 5;

export async function run(): Promise<Row[]> {
  const chain = new TestChain();
  storeSubnet(chain);
  chain.nextBlock();
  const blockWithout = median(ROUNDS, () => timeBlock(chain, false));
  const blockWith = median(ROUNDS, () => timeBlock(chain, true));
  const phases = Array.from({ length: ROUNDS }, () => timePhases(chain));
  const [reading, computing, writing] = [0, 1, 2].map((phase) => middle(phases.map((times) => times[phase]!)));
  const row = (name: string, ours: number): Row => ({ name, ours, anchor: null, unit: "ms", ratio: null });
  const whole = reading! + computing! + writing!;
  return [
    row("reading", reading!),
    row("computing", computing!),
    row("writing", writing!),
    { name: "whole epoch (anchor: goal)", ours: whole, anchor: GOAL, unit: "ms", ratio: GOAL / whole },
    row("block without an epoch", blockWithout),
    row("block with the epoch, pay included", blockWith),
  ];
}

/** Milliseconds to close a block and begin the next one, in which the epoch is due or not. */
function timeBlock(chain: TestChain, isDue: boolean): number {
  S.BlocksSinceLastStep.set(chain.ctx, NETUID, 0n);
  S.LastEpochBlock.set(chain.ctx, NETUID, BigInt(chain.number));
  S.PendingEpochAt.set(chain.ctx, NETUID, isDue ? BigInt(chain.number + 1) : 0n);
  const start = performance.now();
  chain.nextBlock();
  const time = performance.now() - start;
  if ((S.LastEpochBlock.get(chain.ctx, NETUID) === BigInt(chain.number)) !== isDue) {
    throw new Error(`the block ${isDue ? "did not run" : "ran"} the epoch, so its time means nothing`);
  }
  return time;
}

/** Milliseconds to read, compute and write in a block that has read nothing yet. */
function timePhases(chain: TestChain): [number, number, number] {
  timeBlock(chain, false);
  const { ctx } = chain;
  const begin = performance.now();
  const uids = readUids(ctx, NETUID);
  const input = readEpochInput(ctx, NETUID, 0, EMISSION, uids);
  const read = performance.now();
  const output = packedEpoch(input);
  const computed = performance.now();
  const terms = termsOf(uids, input, output);
  persistMechanismEpochTerms(ctx, NETUID, 0, terms);
  persistNetuidEpochTerms(ctx, NETUID, terms);
  return [read - begin, computed - read, performance.now() - computed];
}

export function storeSubnet(chain: TestChain): void {
  const { ctx } = chain;
  const input = denseInput(NEURONS, VALIDATORS);
  const hotkey = (uid: number): AccountId => `0x${(10_000 - uid).toString(16).padStart(64, "0")}`;
  S.SubnetworkN.set(ctx, NETUID, NEURONS);
  S.MaxAllowedValidators.set(ctx, NETUID, VALIDATORS);
  S.StakeThreshold.set(ctx, 0n);
  S.BondsPenalty.set(ctx, NETUID, input.bondsPenalty);
  S.ValidatorPermit.set(ctx, NETUID, [...input.validatorPermits]);
  S.LastUpdate.set(ctx, NETUID, new Array<bigint>(NEURONS).fill(1n));
  for (let uid = 0; uid < NEURONS; uid++) {
    S.Keys.set(ctx, NETUID, uid, hotkey(uid));
    S.Uids.set(ctx, NETUID, hotkey(uid), uid);
    S.IsNetworkMember.set(ctx, hotkey(uid), NETUID, true);
    S.Owner.set(ctx, hotkey(uid), ZERO_HASH);
    S.TotalHotkeyAlpha.set(ctx, hotkey(uid), NETUID, input.alphaStake[uid]!);
    S.TotalHotkeyAlpha.set(ctx, hotkey(uid), 0, input.taoStake[uid]!);
    S.Weights.set(
      ctx,
      NETUID,
      uid,
      input.weights[uid]!.map(([column, value]) => [column, value]),
    );
    S.Bonds.set(
      ctx,
      NETUID,
      uid,
      input.bonds[uid]!.map(([column, value]) => [column, value]),
    );
  }
}

function median(rounds: number, measure: () => number): number {
  return middle(Array.from({ length: rounds }, measure));
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
