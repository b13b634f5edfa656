import type { StateView } from "@myelin/client";
import { I96F32, U64F64, U96F32 } from "@myelin/primitives/fixed";

const PALLET = "SubtensorModule";
const ROOT = 0;
const U64_PARTS = U96F32.fromNum((1n << 64n) - 1n);
const U16_PARTS = U96F32.fromNum(65_535n);

/** Alpha rao that waited for an epoch, the epoch's own block included. */
export interface Pending {
  readonly server: bigint;
  readonly validator: bigint;
  readonly root: bigint;
}

/**
 * What an epoch pays out: what waited in the state before, and the share of the alpha that its own block created
 * (`coinbase/run_coinbase.rs`: split_alpha_out runs before drain_pending).
 */
export async function pendingAtEpoch(netuid: number, before: StateView, after: StateView): Promise<Pending> {
  const one = <T>(item: string) => before.get<T>(PALLET, item, [netuid]);
  const [server, validator, root, added] = await Promise.all([
    one<bigint>("PendingServerEmission"),
    one<bigint>("PendingValidatorEmission"),
    one<bigint>("PendingRootAlphaDivs"),
    addedByBlock(netuid, before, after),
  ]);
  return { server: server + added.server, validator: validator + added.validator, root: root + added.root };
}

async function addedByBlock(netuid: number, before: StateView, after: StateView): Promise<Pending> {
  const emitting = await emittingSubnets(before);
  if (!emitting.includes(netuid)) return { server: 0n, validator: 0n, root: 0n };
  const one = <T>(item: string) => before.get<T>(PALLET, item, [netuid]);
  const [created, injected, alphaIn, alphaOut, cutEnabled] = await Promise.all([
    after.get<bigint>(PALLET, "SubnetAlphaOutEmission", [netuid]),
    after.get<bigint>(PALLET, "SubnetAlphaInEmission", [netuid]),
    one<bigint>("SubnetAlphaIn"),
    one<bigint>("SubnetAlphaOut"),
    one<boolean>("OwnerCutEnabled"),
  ]);
  const [cut, taoWeight, rootTao, rootSells] = await Promise.all([
    before.get<number>(PALLET, "SubnetOwnerCut"),
    before.get<bigint>(PALLET, "TaoWeight"),
    before.get<bigint>(PALLET, "SubnetTAO", [ROOT]),
    rootIsPaid(emitting, before),
  ]);
  const issuance = alphaIn + alphaOut + injected + created;
  const cutRate = cutEnabled ? U96F32.safeDiv(U96F32.fromNum(BigInt(cut)), U16_PARTS) : 0n;
  const parts = splitAlpha(created, cutRate, rootProportion(rootTao, taoWeight, issuance));
  return rootSells ? parts : { ...parts, root: 0n };
}

/** Half of what the owner leaves for miners, half for validators; of the latter, root's proportion. U96F32 rates. */
export function splitAlpha(created: bigint, cutRate: bigint, rootRate: bigint): Pending {
  const alpha = U96F32.fromNum(created);
  const rest = U96F32.saturatingSub(alpha, U96F32.saturatingMul(alpha, cutRate));
  const half = (bits: bigint) => U96F32.saturatingMul(bits, U96F32.ONE >> 1n);
  const toU64 = (bits: bigint) => U96F32.toUnsigned(bits, 64);
  const server = half(rest);
  const root = half(U96F32.saturatingMul(rootRate, rest));
  const validator = U96F32.saturatingSub(U96F32.saturatingSub(rest, server), root);
  return { server: toU64(server), validator: toU64(validator), root: toU64(root) };
}

/** Root's TAO, weighted, against all alpha of the subnet (`block_step.rs` root_proportion). U96F32. */
function rootProportion(rootTao: bigint, taoWeight: bigint, alphaIssuance: bigint): bigint {
  const rate = U96F32.safeDiv(U96F32.fromNum(taoWeight), U64_PARTS);
  const weighted = U96F32.saturatingMul(U96F32.fromNum(rootTao), rate);
  return U96F32.safeDiv(weighted, U96F32.saturatingAdd(weighted, U96F32.fromNum(alphaIssuance)));
}

/** Subnets that receive emission: started, traded and open for registration (`subnet_emissions.rs`). */
async function emittingSubnets(state: StateView): Promise<number[]> {
  const added = await state.entries<boolean>(PALLET, "NetworksAdded");
  const netuids = added.map(([[netuid]]) => netuid as number).filter((netuid) => netuid !== ROOT);
  const keys = netuids.map((netuid) => [netuid]);
  const [first, traded, open] = await Promise.all([
    state.many<bigint | undefined>(PALLET, "FirstEmissionBlockNumber", keys),
    state.many<boolean>(PALLET, "SubtokenEnabled", keys),
    state.many<boolean>(PALLET, "NetworkRegistrationAllowed", keys),
  ]);
  return netuids.filter((_, i) => first[i] !== undefined && traded[i] && open[i]);
}

/** Root dividends are paid while the moving prices exceed one TAO together (get_network_root_sell_flag). */
async function rootIsPaid(subnets: readonly number[], state: StateView): Promise<boolean> {
  const keys = subnets.map((netuid) => [netuid]);
  const [mechanisms, prices] = await Promise.all([
    state.many<number>(PALLET, "SubnetMechanism", keys),
    state.many<{ bits: bigint }>(PALLET, "SubnetMovingPrice", keys),
  ]);
  const total = subnets.reduce((sum, _, i) => {
    const price = mechanisms[i] === 0 ? U64F64.ONE : U64F64.from(prices[i]!.bits, I96F32);
    return U64F64.wrappingAdd(sum, price);
  }, 0n);
  return total > U64F64.ONE;
}
