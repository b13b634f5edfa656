/** The epochs of all mechanisms of a subnet, taken together (`pallets/subtensor/src/subnets/mechanism.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { satAddU64, satSubU64 } from "../../../arithmetic.ts";
import type { HotkeyEmission } from "../coinbase/dividends.ts";
import { S } from "../storage.ts";
import { byAccount } from "../utils/order.ts";
import { updateVotingPowerForSubnet } from "../utils/voting_power.ts";
import { epochMechanism, persistMechanismEpochTerms, persistNetuidEpochTerms } from "./run_epoch.ts";
import type { EpochTerms } from "./terms.ts";

/** A subnet's emission for each mechanism, in alpha rao; the first receives what rounding leaves. */
export function splitEmissions(ctx: Context, netuid: number, alpha: bigint): bigint[] {
  const count = S.MechanismCountCurrent.get(ctx, netuid);
  const split = S.MechanismEmissionSplit.get(ctx, netuid);
  const parts = Array.from({ length: count }, (_, i) =>
    split === undefined ? alpha / BigInt(count) : (alpha * BigInt(split[i] ?? 0)) / 65_535n,
  );
  const assigned = parts.reduce((sum, part) => sum + part, 0n);
  if (count > 0) parts[0] = satAddU64(parts[0]!, satSubU64(alpha, assigned));
  return parts;
}

/**
 * Runs the epoch of every mechanism, stores what each decides and what they decide together, and tells what each hotkey
 * earned, in the order of the hotkeys' bytes.
 *
 * @param emission alpha rao
 */
export function epochWithMechanisms(ctx: Context, netuid: number, emission: bigint): HotkeyEmission[] {
  const sums = new Map<AccountId, EpochTerms>();
  for (const [mechanism, part] of splitEmissions(ctx, netuid, emission).entries()) {
    const terms = epochMechanism(ctx, netuid, mechanism, part);
    persistMechanismEpochTerms(ctx, netuid, mechanism, terms);
    const weight = U64F64.safeDiv(U64F64.fromNum(part), U64F64.fromNum(emission), mechanism === 0 ? U64F64.ONE : 0n);
    for (const added of terms) sums.set(added.hotkey, accumulate(sums.get(added.hotkey), added, weight));
  }
  const terms = byAccount(sums).map(([, sum]) => sum);
  persistNetuidEpochTerms(ctx, netuid, terms);
  updateVotingPowerForSubnet(ctx, netuid, terms);
  return terms.map(({ hotkey, serverEmission, validatorEmission }) => ({
    hotkey,
    incentive: serverEmission,
    dividend: validatorEmission,
  }));
}

/** Earnings add up; figures add up by the weight of the mechanism; flags hold if they hold in any mechanism. */
function accumulate(sum: EpochTerms | undefined, added: EpochTerms, weight: bigint): EpochTerms {
  const u16 = (existing: number | undefined, more: number) =>
    Number(weightedSum(BigInt(existing ?? 0), BigInt(more), weight, 16));
  return {
    ...added,
    serverEmission: satAddU64(sum?.serverEmission ?? 0n, added.serverEmission),
    validatorEmission: satAddU64(sum?.validatorEmission ?? 0n, added.validatorEmission),
    stake: satAddU64(sum?.stake ?? 0n, added.stake),
    emission: weightedSum(sum?.emission ?? 0n, added.emission, weight, 64),
    dividend: u16(sum?.dividend, added.dividend),
    stakeWeight: u16(sum?.stakeWeight, added.stakeWeight),
    consensus: u16(sum?.consensus, added.consensus),
    validatorTrust: u16(sum?.validatorTrust, added.validatorTrust),
    active: (sum?.active ?? false) || added.active,
    newValidatorPermit: (sum?.newValidatorPermit ?? false) || added.newValidatorPermit,
  };
}

function weightedSum(existing: bigint, added: bigint, weight: bigint, width: number): bigint {
  const product = U64F64.saturatingMul(U64F64.fromNum(added), weight);
  return U64F64.toUnsigned(U64F64.saturatingAdd(U64F64.fromNum(existing), product), width);
}
