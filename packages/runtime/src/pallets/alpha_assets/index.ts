import { pallet } from "@myelin/frame";
import { S } from "./storage.ts";

export { burnAlpha, mintAlpha, recycleAlpha } from "./impls.ts";

/** AlphaAssets, pallet index 31: issued, burned and recycled alpha of each subnet. */
export const alphaAssets = pallet({ name: "AlphaAssets", index: 31, storage: S });
