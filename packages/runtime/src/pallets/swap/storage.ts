import { bool, boundedBytes, hashers as h, map, newtype, storage, struct, u16, u64, type ValueOf } from "@myelin/frame";
import { DEFAULT_QUOTE_WEIGHT } from "./balancer.ts";

const Perquintill = newtype("sp_arithmetic::per_things::Perquintill", u64);

/** Pool weights: the quote (TAO) weight as Perquintill, parts of 10^18; the base (alpha) weight is the rest. */
export const Balancer = struct("pallet_subtensor_swap::pallet::balancer::Balancer", { quote: Perquintill });
export type Balancer = ValueOf<typeof Balancer>;

/** Storage of the Swap pallet (`pallets/swap/src/pallet/mod.rs`). Reserves are kept by SubtensorModule. */
export const S = storage("Swap", {
  /** Fee of a subnet's pool in parts of 65535. */
  FeeRate: map(h.twox64Concat, u16, u16, { default: 33 }),
  /** Weights of a subnet's pool. */
  SwapBalancer: map(h.twox64Concat, u16, Balancer, { default: { quote: DEFAULT_QUOTE_WEIGHT } }),
  /** Whether the weights of a subnet's pool were set up. */
  PalSwapInitialized: map(h.twox64Concat, u16, bool, { default: false }),
  /** Names of migrations that ran; a chain that starts at this version has none. */
  HasMigrationRun: map(h.identity, boundedBytes(128), bool, { default: false }),
  /** Alpha left over from fees of earlier pool designs. */
  ScrapReservoirAlpha: map(h.twox64Concat, u16, u64, { default: 0n }),
});
