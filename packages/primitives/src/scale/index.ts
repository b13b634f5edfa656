/**
 * SCALE, the encoding of a Substrate chain: cursor-style codecs that check bounds and accept canonical forms only.
 *
 * @example
 * ```ts
 * import { struct, u16, vec } from "@myelin/primitives/scale";
 * const Weights = struct({ netuid: u16, dests: vec(u16), weights: vec(u16) });
 * Weights.decode(Weights.encode({ netuid: 1, dests: [0], weights: [65535] }));
 * ```
 */
export { accountId, bytes, fixedBytes, fixedHex, h256, str } from "./bytes.ts";
export { type Codec, type CodecParts, type CodecValue, codec, mapped } from "./codec.ts";
export {
  compact,
  compactU8,
  compactU16,
  compactU32,
  compactU64,
  compactU128,
  readCompact,
  readLength,
  writeCompact,
  writeLength,
} from "./compact.ts";
export {
  array,
  type EnumValue,
  enumeration,
  lazy,
  option,
  type ResultValue,
  result,
  struct,
  tuple,
  unit,
  type Variants,
  vec,
} from "./composites.ts";
export { ScaleError, type ScaleErrorCode } from "./error.ts";
export { bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, u256 } from "./integers.ts";
export { MAX_DEPTH, Reader } from "./reader.ts";
export { Writer } from "./writer.ts";
