/** What must be true of TAO and alpha after every block, whatever the block did. */
import type { AccountId, Context } from "@myelin/frame";
import { S as AlphaAssets } from "../../pallets/alpha_assets/storage.ts";
import { freeBalance, totalIssuance } from "../../pallets/balances/balances.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../../pallets/subtensor/staking/stake_utils.ts";
import { S } from "../../pallets/subtensor/storage.ts";
import { getAllSubnetNetuids, getSubnetAccountId } from "../../pallets/subtensor/subnets/subnet.ts";
import { S as System } from "../../pallets/system/storage.ts";

/** Figures of one block that the next block's are compared with. */
export interface Supply {
  /** Rao that SubtensorModule counts and Balances no longer does. */
  readonly lostToAccounts: bigint;
  /** By subnet: alpha rao in pool and circulation, less all that was minted. */
  readonly unminted: ReadonlyMap<number, bigint>;
}

/** Amounts of a block's events. */
export interface BlockFacts {
  /** Rao that left with dust and by `Balances.burn`: SubtensorModule does not hear of them, as on the chain. */
  readonly unheard: bigint;
  /** Subnets that were registered or dissolved. */
  readonly rebuilt: ReadonlySet<number>;
}

export function supplyOf(ctx: Context): Supply {
  const unminted = getAllSubnetNetuids(ctx).map((netuid): [number, bigint] => {
    const existing = S.SubnetAlphaIn.get(ctx, netuid) + S.SubnetAlphaOut.get(ctx, netuid);
    return [netuid, existing - AlphaAssets.TotalAlphaIssuance.get(ctx, netuid)];
  });
  return { lostToAccounts: S.TotalIssuance.get(ctx) - totalIssuance(ctx), unminted: new Map(unminted) };
}

/** Everything wrong with the supply after a block, one sentence each. */
export function supplyFaults(ctx: Context, before: Supply, facts: BlockFacts): string[] {
  return [
    ...taoFaults(ctx, before, facts),
    ...getAllSubnetNetuids(ctx).flatMap((netuid) => poolFaults(ctx, netuid)),
  ].concat(alphaFaults(ctx), mintFaults(ctx, before, facts));
}

const sum = (terms: Iterable<bigint>): bigint => [...terms].reduce((total, term) => total + term, 0n);

function taoFaults(ctx: Context, before: Supply, { unheard }: BlockFacts): string[] {
  const held = sum([...System.Account.values(ctx)].map(({ data }) => data.free + data.reserved));
  const issued = totalIssuance(ctx);
  const faults: string[] = [];
  if (held !== issued) faults.push(`accounts hold ${held} rao of ${issued}`);
  const lost = supplyOf(ctx).lostToAccounts - before.lostToAccounts;
  if (lost < 0n || lost > unheard) faults.push(`the two counts of the issuance part by ${lost} rao`);
  const pools = sum(getAllSubnetNetuids(ctx).map((netuid) => S.SubnetTAO.get(ctx, netuid)));
  if (S.TotalStake.get(ctx) < pools) faults.push(`the pools hold ${pools} rao of ${S.TotalStake.get(ctx)} staked`);
  return faults;
}

function poolFaults(ctx: Context, netuid: number): string[] {
  const held = freeBalance(ctx, getSubnetAccountId(ctx, netuid)!);
  const pool = S.SubnetTAO.get(ctx, netuid);
  return held < pool ? [`the account of subnet ${netuid} holds ${held} of its pool's ${pool} rao`] : [];
}

/** Outstanding alpha covers all stake, waiting emission and the protocol's; a hotkey's stake covers its stakers'. */
function alphaFaults(ctx: Context): string[] {
  const faults: string[] = [];
  const staked = new Map<number, bigint>();
  for (const [, netuid, alpha] of S.TotalHotkeyAlpha.entries(ctx))
    staked.set(netuid, (staked.get(netuid) ?? 0n) + alpha);
  for (const netuid of getAllSubnetNetuids(ctx)) {
    const waiting = [S.PendingServerEmission, S.PendingValidatorEmission, S.PendingRootAlphaDivs, S.PendingOwnerCut];
    const assigned = (staked.get(netuid) ?? 0n) + sum(waiting.map((item) => item.get(ctx, netuid)));
    const needed = assigned + S.SubnetProtocolAlpha.get(ctx, netuid);
    const outstanding = S.SubnetAlphaOut.get(ctx, netuid);
    if (needed > outstanding) faults.push(`subnet ${netuid} assigns ${needed} of ${outstanding} alpha rao`);
  }
  return faults.concat(shareFaults(ctx));
}

function shareFaults(ctx: Context): string[] {
  const values = new Map<string, bigint>();
  for (const [hotkey, coldkey, netuid] of S.AlphaV2.keys(ctx)) {
    const pool = `${hotkey} ${netuid}`;
    values.set(pool, (values.get(pool) ?? 0n) + getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid));
  }
  return [...values].flatMap(([pool, value]) => {
    const [hotkey, netuid] = pool.split(" ") as [AccountId, string];
    const total = S.TotalHotkeyAlpha.get(ctx, hotkey, Number(netuid));
    return value > total ? [`shares of ${hotkey} on ${netuid} are worth ${value} of ${total} alpha rao`] : [];
  });
}

/** No alpha comes into being unminted; some leaves unrecorded, as the price of a registration does. */
function mintFaults(ctx: Context, before: Supply, { rebuilt }: BlockFacts): string[] {
  return [...supplyOf(ctx).unminted].flatMap(([netuid, unminted]) => {
    const earlier = before.unminted.get(netuid);
    const grew = netuid !== 0 && !rebuilt.has(netuid) && earlier !== undefined && unminted > earlier;
    return grew ? [`subnet ${netuid} gained ${unminted - earlier} alpha rao that nobody minted`] : [];
  });
}
