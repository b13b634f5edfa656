import { bool, events, u16, u64f64 } from "@myelin/frame";
import { NetUid } from "../subtensor/types.ts";

/** Events of AdminUtils with their indices (`pallets/admin-utils/src/lib.rs`); 0 belongs to a pallet that is not here yet. */
export const E = events("AdminUtils", {
  Yuma3EnableToggled: [1, { netuid: NetUid, enabled: bool }],
  BondsResetToggled: [2, { netuid: NetUid, enabled: bool }],
  BurnHalfLifeSet: [3, { netuid: NetUid, burn_half_life: u16 }],
  BurnIncreaseMultSet: [4, { netuid: NetUid, burn_increase_mult: u64f64 }],
  SubnetEmissionEnabledSet: [5, { netuid: NetUid, enabled: bool }],
});
