import { hashers as h, map, storage, u16, u64 } from "@myelin/frame";

/**
 * Alpha bookkeeping of each subnet, in alpha rao. The pallet has no calls and no events; its item names equal the chain's
 * (`pallets/alpha-assets/src/lib.rs`).
 */
export const S = storage("AlphaAssets", {
  /** Alpha ever minted on a subnet, less what was recycled. */
  TotalAlphaIssuance: map(h.twox64Concat, u16, u64, { default: 0n }),
  /** Alpha taken out of use without lowering the issuance. */
  AlphaBurned: map(h.twox64Concat, u16, u64, { default: 0n }),
  /** Alpha taken out of use and out of the issuance. */
  AlphaRecycled: map(h.twox64Concat, u16, u64, { default: 0n }),
});
