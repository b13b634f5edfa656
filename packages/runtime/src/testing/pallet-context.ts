import type { AccountId, Config, Context, EventValue } from "@myelin/frame";
import { EMPTY_STATE, Overlay, ZERO_HASH } from "@myelin/frame";
import { defaultConfig } from "../config.ts";
import { slotDigest } from "../pallets/aura/slots.ts";
import { S as Aura } from "../pallets/aura/storage.ts";
import { mintInto } from "../pallets/balances/balances.ts";
import { S as Subtensor } from "../pallets/subtensor/storage.ts";
import { getSubnetAccountId } from "../pallets/subtensor/subnets/subnet.ts";
import { S as System } from "../pallets/system/storage.ts";

/** A context without a runtime around it, for tests of rules that call no extrinsic. */
export interface PalletContext extends Context {
  readonly block: { number: number; readonly parentHash: `0x${string}` };
  readonly events: EventValue[];
}

/** An empty state at block 1 of the main network's configuration. */
export function palletContext(config: Partial<Config> = {}): PalletContext {
  const state = new Overlay(EMPTY_STATE);
  const events: EventValue[] = [];
  const unavailable = (): never => {
    throw new Error("a pallet context dispatches no calls; use the runtime harness");
  };
  return {
    state,
    events,
    config: { ...defaultConfig, ...config },
    block: { number: 1, parentHash: ZERO_HASH },
    memo: new Map(),
    depositEvent: (event) => events.push(event),
    transactional(work) {
      const mark = events.length;
      try {
        return state.transaction(work);
      } catch (error) {
        events.length = mark;
        throw error;
      }
    },
    dispatch: unavailable,
    dispatchInfo: unavailable,
    palletIndex: unavailable,
  };
}

/** The account of 32 equal bytes. */
export function account(byte: number): AccountId {
  return `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
}

/** Makes `author` the author of the block. */
export function setAuthor(ctx: Context, author: AccountId): void {
  Aura.Authorities.set(ctx, [author]);
  System.Digest.set(ctx, { logs: [slotDigest(0n)] });
}

/** A subnet with a pool of the given reserves (rao, alpha rao), started and open to trade. */
export function addSubnet(ctx: Context, netuid: number, tao: bigint, alpha: bigint): void {
  Subtensor.NetworksAdded.set(ctx, netuid, true);
  Subtensor.SubnetMechanism.set(ctx, netuid, 1);
  Subtensor.SubtokenEnabled.set(ctx, netuid, true);
  Subtensor.SubnetTAO.set(ctx, netuid, tao);
  Subtensor.SubnetAlphaIn.set(ctx, netuid, alpha);
  if (tao > 0n) mintInto(ctx, getSubnetAccountId(ctx, netuid)!, tao);
}

/** Root, one for one and open to trade. */
export function addRoot(ctx: Context): void {
  Subtensor.NetworksAdded.set(ctx, 0, true);
  Subtensor.SubtokenEnabled.set(ctx, 0, true);
}
