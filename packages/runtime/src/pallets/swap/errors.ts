import { errors } from "@myelin/frame";

/** Errors of the Swap pallet, numbered as in `pallets/swap/src/pallet/mod.rs`. */
export const Err = errors("Swap", {
  FeeRateTooHigh: 0,
  InsufficientInputAmount: 1,
  InsufficientLiquidity: 2,
  PriceLimitExceeded: 3,
  InsufficientBalance: 4,
  InvalidTickRange: 5,
  InvalidLiquidityValue: 6,
  ReservesTooLow: 7,
  MechanismDoesNotExist: 8,
  SubtokenDisabled: 9,
  ReservesOutOfBalance: 10,
  SwapInputTooLarge: 11,
  Deprecated: 12,
});
