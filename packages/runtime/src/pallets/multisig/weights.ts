/** `substrate/frame/multisig/src/weights.rs`: `s` other signatories, a call of `z` bytes. */
import type { WeightValue } from "@myelin/frame";
import { maxBig } from "../../arithmetic.ts";
import { weight } from "../../weights.ts";

const of =
  (base: bigint, perSignatory: bigint, perByte: bigint, reads: number, writes: number) =>
  (s: number, z = 0) =>
    weight(base + perSignatory * BigInt(s) + perByte * BigInt(z), 6_811n, reads, writes);

export const W = {
  asMultiThreshold1: (z: number) => weight(20_727_356n + 572n * BigInt(z), 3_997n, 2),
  asMultiCreate: of(32_052_125n, 111_179n, 1_447n, 1, 1),
  asMultiApprove: of(17_940_334n, 106_203n, 1_441n, 1, 1),
  asMultiComplete: of(42_418_863n, 164_555n, 1_573n, 4, 2),
  approveAsMultiCreate: of(30_237_756n, 107_619n, 0n, 1, 1),
  approveAsMultiApprove: of(16_907_862n, 101_887n, 0n, 1, 1),
  cancelAsMulti: of(31_473_005n, 107_460n, 0n, 1, 1),
  pokeDeposit: of(34_135_440n, 161_074n, 0n, 1, 1),
};

/** The larger of weights, part by part. */
export function maxWeight(...weights: readonly WeightValue[]): WeightValue {
  return weights.reduce((a, b) => ({
    refTime: maxBig(a.refTime, b.refTime),
    proofSize: maxBig(a.proofSize, b.proofSize),
  }));
}
