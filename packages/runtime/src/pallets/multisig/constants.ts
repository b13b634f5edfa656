import { constant, u32, u64 } from "@myelin/frame";

export const MAX_SIGNATORIES = 100;
/** Rao for an operation, and for each approval it needs (`runtime/src/lib.rs`). */
const DEPOSIT_BASE = 132_000_000n;
const DEPOSIT_FACTOR = 32_000_000n;

export const depositFor = (threshold: number): bigint => DEPOSIT_BASE + DEPOSIT_FACTOR * BigInt(threshold);

export const constants = {
  DepositBase: constant(u64, DEPOSIT_BASE),
  DepositFactor: constant(u64, DEPOSIT_FACTOR),
  MaxSignatories: constant(u32, MAX_SIGNATORIES),
};
