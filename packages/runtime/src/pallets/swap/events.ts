import { events, u16 } from "@myelin/frame";

/** Events of the Swap pallet. */
export const E = events("Swap", {
  /** The fee rate of a subnet's pool was set, in parts of 65535. */
  FeeRateSet: [0, { netuid: u16, rate: u16 }],
});
