import { accountId, bool, call, i32, i64, newtype, u16, u64, u128 } from "@myelin/frame";
import { Err } from "../errors.ts";

/**
 * Calls of the former user-owned liquidity. The chain keeps them at their indices and refuses them, so do we
 * (`pallets/swap/src/pallet/mod.rs`).
 */
const TickIndex = newtype("pallet_subtensor_swap::pallet::TickIndex", i32);
const PositionId = newtype("pallet_subtensor_swap::pallet::PositionId", u128);

const weight = { refTime: 15_000_000n, proofSize: 0n };

function deprecated(): never {
  throw Err.Deprecated();
}

export const add_liquidity = call({
  index: 1,
  args: { hotkey: accountId, netuid: u16, tick_low: TickIndex, tick_high: TickIndex, liquidity: u64 },
  weight,
  docs: "Deprecated: liquidity of users was replaced by the weighted pool.",
  run: deprecated,
});

export const remove_liquidity = call({
  index: 2,
  args: { hotkey: accountId, netuid: u16, position_id: PositionId },
  weight,
  docs: "Deprecated: liquidity of users was replaced by the weighted pool.",
  run: deprecated,
});

export const modify_position = call({
  index: 3,
  args: { hotkey: accountId, netuid: u16, position_id: PositionId, liquidity_delta: i64 },
  weight,
  docs: "Deprecated: liquidity of users was replaced by the weighted pool.",
  run: deprecated,
});

export const toggle_user_liquidity = call({
  index: 4,
  args: { netuid: u16, enable: bool },
  weight,
  docs: "Deprecated: liquidity of users was replaced by the weighted pool.",
  run: deprecated,
});

export const disable_lp = call({
  index: 5,
  args: {},
  weight,
  docs: "Deprecated: liquidity of users was replaced by the weighted pool.",
  run: deprecated,
});
