/** Several sets of weights over the same neurons (`pallets/subtensor/src/subnets/mechanism.rs`). */
import { U64F64 } from "@myelin/primitives/fixed";

/** `GLOBAL_MAX_SUBNET_COUNT` */
const SUBNETS = 4096;

/** Key of what a mechanism stores for itself. */
export function mechanismIndex(netuid: number, mechanism: number): number {
  return Math.min(mechanism * SUBNETS + netuid, 0xffff);
}

/** Alpha rao for each mechanism; the first receives what rounding leaves. @param split parts of 65535 */
export function splitAmongMechanisms(alpha: bigint, count: number, split: readonly number[] | undefined): bigint[] {
  const parts = Array.from({ length: count }, (_, i) =>
    split === undefined ? alpha / BigInt(count) : (alpha * BigInt(split[i] ?? 0)) / 65_535n,
  );
  const assigned = parts.reduce((sum, part) => sum + part, 0n);
  if (count > 0 && alpha > assigned) parts[0] = parts[0]! + alpha - assigned;
  return parts;
}

/**
 * One figure of one neuron over all mechanisms, each counted by its part of the alpha; floored after each addition.
 *
 * @param total alpha rao of all mechanisms
 * @param width bits of the figure
 */
export function combine(figures: readonly bigint[], parts: readonly bigint[], total: bigint, width: 16 | 64): bigint {
  return figures.reduce((sum, figure, mechanism) => {
    const weight = U64F64.safeDiv(
      U64F64.fromNum(parts[mechanism]!),
      U64F64.fromNum(total),
      mechanism === 0 ? U64F64.ONE : 0n,
    );
    const product = U64F64.saturatingMul(U64F64.fromNum(figure), weight);
    return U64F64.toUnsigned(U64F64.saturatingAdd(U64F64.fromNum(sum), product), width);
  }, 0n);
}
