import { set_fee_rate } from "./set_fee_rate.ts";
import {
  add_liquidity,
  disable_lp,
  modify_position,
  remove_liquidity,
  toggle_user_liquidity,
} from "./user_liquidity.ts";

/** Calls of the Swap pallet. */
export const calls = {
  set_fee_rate,
  add_liquidity,
  remove_liquidity,
  modify_position,
  toggle_user_liquidity,
  disable_lp,
};
