import { FixedPoint } from "./fixed-point.ts";
import { SignedFixedPoint } from "./transcendental.ts";

/** Everything inside an epoch after stake is normalised. */
export const I32F32 = new SignedFixedPoint(32, 32);
/** Stake sums, bonds moving average, lock decay. */
export const I64F64 = new SignedFixedPoint(64, 64);
/** Final emission products, moving price, root claimable rate, block emission. */
export const I96F32 = new SignedFixedPoint(96, 32);
/** Long-lived accumulators with a small fraction. */
export const I110F18 = new SignedFixedPoint(110, 18);
/** Prices, fee rates, emission shares, conviction. */
export const U64F64 = new FixedPoint(false, 64, 64);
/** Coinbase splits, childkey proportions, takes. */
export const U96F32 = new FixedPoint(false, 96, 32);
/** Unsigned counterpart of I110F18. */
export const U110F18 = new FixedPoint(false, 110, 18);
