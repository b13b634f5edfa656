import { constant, fixedBytes, newtype, u16, u64 } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";

/** Largest fee rate, in parts of 65535 (15.26 %). */
export const MAX_FEE_RATE = 10_000;
/** Least output reserve, in rao, for which a pool trades. */
export const MINIMUM_RESERVE = 1_000_000n;

/** Constants of the Swap pallet (`runtime/src/lib.rs`). */
export const constants = {
  ProtocolId: constant(newtype("frame_support::PalletId", fixedBytes(8)), utf8("ten/swap")),
  MaxFeeRate: constant(u16, MAX_FEE_RATE),
  MinimumLiquidity: constant(u64, 1_000n),
  MinimumReserve: constant(newtype("NonZeroU64", u64), MINIMUM_RESERVE),
};
