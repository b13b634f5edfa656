/** Public descriptions of coldkeys and subnets (`pallets/subtensor/src/utils/identity.rs`). Texts are UTF-8. */
import { type Context, ensure, ensureSigned, type Origin, type ValueOf } from "@myelin/frame";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { isHotkeyRegisteredOnAnyNetwork } from "../subnets/uids.ts";
import type { ChainIdentityV2, SubnetIdentityV3 } from "../types.ts";

export type ChainIdentity = ValueOf<typeof ChainIdentityV2>;
export type SubnetIdentity = ValueOf<typeof SubnetIdentityV3>;

/** Longest texts, bytes. The chain's limits of the sums are above what these admit. */
const CHAIN_IDENTITY_LIMITS: Readonly<Record<keyof ChainIdentity, number>> = {
  name: 256,
  url: 256,
  github_repo: 256,
  image: 1024,
  discord: 256,
  description: 1024,
  additional: 1024,
};
const SUBNET_IDENTITY_LIMITS: Readonly<Record<keyof SubnetIdentity, number>> = {
  subnet_name: 256,
  github_repo: 1024,
  subnet_contact: 1024,
  subnet_url: 1024,
  discord: 256,
  description: 1024,
  logo_url: 1024,
  additional: 1024,
};

function fits<K extends string>(identity: Readonly<Record<K, Uint8Array>>, limits: Readonly<Record<K, number>>) {
  return Object.keys(limits).every((key) => identity[key as K].length <= limits[key as K]);
}

/** Describes the calling coldkey, one of whose hotkeys must be a neuron. @throws HotKeyNotRegisteredInNetwork, InvalidIdentity */
export function doSetIdentity(ctx: Context, origin: Origin, identity: ChainIdentity): void {
  const coldkey = ensureSigned(origin);
  const isMember = S.OwnedHotkeys.get(ctx, coldkey).some((hotkey) => isHotkeyRegisteredOnAnyNetwork(ctx, hotkey));
  ensure(isMember, Err.HotKeyNotRegisteredInNetwork);
  ensure(fits(identity, CHAIN_IDENTITY_LIMITS), Err.InvalidIdentity);
  S.IdentitiesV2.set(ctx, coldkey, identity);
  ctx.depositEvent(E.ChainIdentitySet(coldkey));
}

/** Describes a subnet of the caller. @throws NotSubnetOwner, InvalidIdentity */
export function doSetSubnetIdentity(ctx: Context, origin: Origin, netuid: number, identity: SubnetIdentity): void {
  const coldkey = ensureSigned(origin);
  ensure(S.SubnetOwner.get(ctx, netuid) === coldkey, Err.NotSubnetOwner);
  storeSubnetIdentity(ctx, netuid, identity);
}

/** @throws InvalidIdentity */
export function storeSubnetIdentity(ctx: Context, netuid: number, identity: SubnetIdentity): void {
  ensure(fits(identity, SUBNET_IDENTITY_LIMITS), Err.InvalidIdentity);
  S.SubnetIdentitiesV3.set(ctx, netuid, identity);
  ctx.depositEvent(E.SubnetIdentitySet(netuid));
}
