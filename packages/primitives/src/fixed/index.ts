export { FixedPoint } from "./fixed-point.ts";
export { FixedPointError } from "./fixed-point-error.ts";
export { powRatioScaled } from "./pow-ratio.ts";
export { SafeFloat } from "./safe-float.ts";
export {
  canUpdateValueForOne,
  type SharePool,
  type SharePoolUpdate,
  sharesPerUpdate,
  updateValueForAll,
  updateValueForOne,
  valueOfShare,
} from "./share-pool.ts";
export { SignedFixedPoint } from "./transcendental.ts";
export { I32F32, I64F64, I96F32, I110F18, U64F64, U96F32, U110F18 } from "./types.ts";
