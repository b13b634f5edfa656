/** How fast the runtime takes, checks and executes what users send, and steps blocks; one thread, signatures aside. */

import { toHex } from "@myelin/primitives/hex";
import { keypairFromUri } from "@myelin/primitives/keys";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "@myelin/runtime/pallets/subtensor/staking/stake_utils";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { initNewNetwork } from "@myelin/runtime/pallets/subtensor/subnets/register_network";
import { appendNeuron } from "@myelin/runtime/pallets/subtensor/subnets/uids";
import { account, callOf, id, TestChain } from "@myelin/runtime/testing/harness";
import type { Row } from "./row.ts";

const TRANSFERS = 2_000;
const NEURONS = 256;
const VALIDATORS = 64;
const ROUNDS = 8;
const SUBNETS = 128;
const NETUID = 2;
const TAO = 10n ** 9n;
const alice = keypairFromUri("//Alice");

const row = (name: string, ours: number, unit: string): Row => ({ name, ours, anchor: null, unit, ratio: null });

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const perSecond = (name: string, count: number, work: () => void): Row =>
  row(name, Math.round((count * 1_000) / milliseconds(work)), "1/s");

/** Limits of a block lifted: what counts is the executor. */
const unlimited = () => new TestChain({ config: { blockWeightLimit: 1n << 60n, blockLengthLimit: 2 ** 31 } });

export async function run(): Promise<Row[]> {
  return [...transfers(), ...weightsAndEpoch(), ...blockSteps()];
}

function transfers(): Row[] {
  const chain = unlimited();
  const call = callOf("Balances", "transfer_keep_alive", { dest: id(account("Bob")), value: TAO });
  const signedTransfers = Array.from({ length: TRANSFERS }, (_, nonce) => chain.sign(alice, call, { nonce }));
  const decoded = signedTransfers.map((bytes) => chain.runtime.decodeExtrinsic(bytes));
  const validator = chain.runtime.validator(chain.state, { number: chain.number - 1, hash: chain.genesisHash });
  return [
    perSecond("decode a signed transfer", TRANSFERS, () => {
      for (const bytes of signedTransfers) chain.runtime.decodeExtrinsic(bytes);
    }),
    perSecond("validate a transfer for the pool", TRANSFERS, () => {
      for (const extrinsic of decoded) validator.validate(extrinsic, "External");
    }),
    perSecond("execute a transfer", TRANSFERS, () => {
      for (const extrinsic of decoded) chain.apply(extrinsic);
    }),
    row("empty block", milliseconds(() => chain.nextBlock(200)) / 200, "ms"),
  ];
}

/** A subnet of 256 neurons, 64 of which are validators that weigh all. */
function weightsAndEpoch(): Row[] {
  const chain = unlimited();
  const keys = fillSubnet(chain);
  chain.nextBlock();
  const uids = Array.from({ length: NEURONS }, (_, uid) => uid);
  const sign = (nonce: number) =>
    keys.map((key, i) => {
      const weights = uids.map((uid) => (uid * 37 + i * 11 + nonce) % 65_536);
      const call = callOf("SubtensorModule", "set_weights", { netuid: NETUID, dests: uids, weights, version_key: 0n });
      return chain.runtime.decodeExtrinsic(chain.sign(key, call, { nonce }));
    });
  const rounds = Array.from({ length: ROUNDS }, (_, nonce) => sign(nonce));
  const setting = perSecond("execute set_weights of 256 uids", ROUNDS * VALIDATORS, () => {
    for (const extrinsic of rounds.flat()) if (!chain.apply(extrinsic).ok) throw new Error("weights were refused");
  });
  const epochBlock = () => {
    S.PendingEpochAt.set(chain.ctx, NETUID, 1n);
    return milliseconds(() => chain.nextBlock());
  };
  return [
    setting,
    row("block with the epoch of 256 neurons, 64 validators", Math.min(epochBlock(), epochBlock(), epochBlock()), "ms"),
  ];
}

function fillSubnet(chain: TestChain) {
  const { ctx } = chain;
  addSubnet(chain, NETUID, 1);
  const keys = Array.from({ length: VALIDATORS }, (_, i) => keypairFromUri(`//Validator${i}`));
  for (let uid = 0; uid < NEURONS; uid++) {
    const hotkey = keys[uid]?.accountId ?? toHex(new Uint8Array(32).fill(uid));
    S.Owner.set(ctx, hotkey, alice.accountId);
    appendNeuron(ctx, NETUID, hotkey, 1n);
    if (uid < VALIDATORS) increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, alice.accountId, NETUID, 1_000n * TAO);
  }
  S.SubnetAlphaOut.set(ctx, NETUID, BigInt(VALIDATORS) * 1_000n * TAO);
  S.WeightsSetRateLimit.set(ctx, NETUID, 0n);
  S.ValidatorPermit.set(
    ctx,
    NETUID,
    Array.from({ length: NEURONS }, (_, uid) => uid < VALIDATORS),
  );
  return keys;
}

/** A subnet with a pool; one that was started earns. */
function addSubnet({ ctx }: TestChain, netuid: number, started: number | undefined): void {
  initNewNetwork(ctx, netuid, 360);
  S.SubnetMechanism.set(ctx, netuid, 1);
  S.SubnetTAO.set(ctx, netuid, 1_000n * TAO);
  S.SubnetAlphaIn.set(ctx, netuid, 1_000n * TAO);
  S.SubnetOwner.set(ctx, netuid, alice.accountId);
  if (started === undefined) return;
  S.FirstEmissionBlockNumber.set(ctx, netuid, BigInt(started));
  S.SubtokenEnabled.set(ctx, netuid, true);
}

function blockSteps(): Row[] {
  const stepOf = (name: string, started: number | undefined) => {
    const chain = unlimited();
    for (let netuid = 2; netuid <= SUBNETS; netuid++) addSubnet(chain, netuid, started);
    chain.nextBlock(60);
    return row(name, milliseconds(() => chain.nextBlock(60)) / 60, "ms");
  };
  return [stepOf("block with 128 subnets, none started", undefined), stepOf("block with 128 subnets that all earn", 1)];
}
