/**
 * The first state of SubtensorModule: the root network and subnet 1, a pool nobody owns.
 * Source: `pallets/subtensor/src/macros/genesis.rs`.
 *
 * Three things differ, so that the books balance from the first block on: the issuance counter starts at what the accounts
 * hold, and the ten TAO of subnet 1's pool are really there, in the account of the subnet and in the total stake.
 */
import { type Context, type GenesisConfig, ZERO_ACCOUNT } from "@myelin/frame";
import { SafeFloat } from "@myelin/primitives/fixed";
import type { RootOwner } from "../../genesis.ts";
import { setFreeBalance, totalIssuance } from "../balances/balances.ts";
import { S } from "./storage.ts";
import { getSubnetAccountId } from "./subnets/subnet.ts";
import { ROOT_NETUID } from "./types.ts";

const SUBNET = 1;
const POOL = 10_000_000_000n;
const OWNER_ALPHA = 1_000_000_000n;
const TAU = Uint8Array.of(0xce, 0xa4);
const ALPHA = Uint8Array.of(0xce, 0xb1);

const NOBODY: RootOwner = { coldkey: ZERO_ACCOUNT, hotkey: ZERO_ACCOUNT };

export function genesis(ctx: Context, { rootOwner = NOBODY }: GenesisConfig): void {
  addRoot(ctx, rootOwner);
  addSubnet(ctx);
  setFreeBalance(ctx, getSubnetAccountId(ctx, SUBNET)!, POOL);
  S.TotalIssuance.set(ctx, totalIssuance(ctx));
}

function addNetwork(ctx: Context, netuid: number, maxUids: number, symbol: Uint8Array): void {
  S.NetworksAdded.set(ctx, netuid, true);
  S.TotalNetworks.mutate(ctx, (total) => total + 1);
  S.SubnetOwner.set(ctx, netuid, ZERO_ACCOUNT);
  S.MaxAllowedUids.set(ctx, netuid, maxUids);
  S.MaxAllowedValidators.set(ctx, netuid, 64);
  S.MinAllowedWeights.set(ctx, netuid, 0);
  S.Tempo.set(ctx, netuid, 100);
  S.NetworkRegistrationAllowed.set(ctx, netuid, true);
  S.TokenSymbol.set(ctx, netuid, symbol);
}

function addRoot(ctx: Context, { coldkey, hotkey }: RootOwner): void {
  addNetwork(ctx, ROOT_NETUID, 64, TAU);
  S.SubnetOwner.set(ctx, ROOT_NETUID, coldkey);
  S.SubnetOwnerHotkey.set(ctx, ROOT_NETUID, hotkey);
  S.SubnetworkN.set(ctx, ROOT_NETUID, 0);
  S.TargetRegistrationsPerInterval.set(ctx, ROOT_NETUID, 1);
}

function addSubnet(ctx: Context): void {
  addNetwork(ctx, SUBNET, 256, ALPHA);
  S.SubnetMechanism.set(ctx, SUBNET, 1);
  S.SubnetTAO.set(ctx, SUBNET, POOL);
  S.TotalStake.set(ctx, POOL);
  S.SubnetAlphaIn.set(ctx, SUBNET, POOL);
  S.SubnetLocked.set(ctx, SUBNET, 1n);
  S.LargestLocked.set(ctx, SUBNET, 1n);
  addOwnerStake(ctx);
  addOwnerNeuron(ctx);
}

/** One alpha of the owner: the account of zeros, whose key nobody has. */
function addOwnerStake(ctx: Context): void {
  const shares = SafeFloat.fromU64(OWNER_ALPHA);
  S.Owner.set(ctx, ZERO_ACCOUNT, ZERO_ACCOUNT);
  S.AlphaV2.set(ctx, ZERO_ACCOUNT, ZERO_ACCOUNT, SUBNET, shares);
  S.TotalHotkeyAlpha.set(ctx, ZERO_ACCOUNT, SUBNET, OWNER_ALPHA);
  S.TotalHotkeySharesV2.set(ctx, ZERO_ACCOUNT, SUBNET, shares);
  S.SubnetAlphaOut.set(ctx, SUBNET, OWNER_ALPHA);
  S.StakingHotkeys.set(ctx, ZERO_ACCOUNT, [ZERO_ACCOUNT]);
}

function addOwnerNeuron(ctx: Context): void {
  S.SubnetworkN.set(ctx, SUBNET, 1);
  S.Active.set(ctx, SUBNET, [true]);
  S.Emission.set(ctx, SUBNET, [0n]);
  S.Consensus.set(ctx, SUBNET, [0]);
  S.Incentive.set(ctx, SUBNET, [0]);
  S.Dividends.set(ctx, SUBNET, [0]);
  S.LastUpdate.set(ctx, SUBNET, [0n]);
  S.ValidatorTrust.set(ctx, SUBNET, [0]);
  S.ValidatorPermit.set(ctx, SUBNET, [false]);
  S.Keys.set(ctx, SUBNET, 0, ZERO_ACCOUNT);
  S.Uids.set(ctx, SUBNET, ZERO_ACCOUNT, 0);
  S.BlockAtRegistration.set(ctx, SUBNET, 0, 0n);
  S.IsNetworkMember.set(ctx, ZERO_ACCOUNT, SUBNET, true);
}
