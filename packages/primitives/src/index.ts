export { compare, concat, equal, fromUtf8, plain, Utf8Error, utf8 } from "./bytes.ts";
export { MyelinError } from "./errors.ts";
export * from "./fixed/index.ts";
export {
  blake2_128Concat,
  blake2b,
  blake2b128,
  blake2b256,
  blake2b512,
  keccak256,
  sha256,
  twox64,
  twox64Concat,
  twox128,
  twox256,
} from "./hash.ts";
export { fromHex, type Hex, HexError, isHex, toHex } from "./hex.ts";
export * from "./keys/index.ts";
export * as scale from "./scale/index.ts";
export { type Codec, type CodecValue, Reader, ScaleError, type ScaleErrorCode, Writer } from "./scale/index.ts";
export {
  decodeAddress,
  encodeAddress,
  isAddress,
  SS58_PREFIX,
  Ss58Error,
  type Ss58ErrorCode,
  toAccountId,
} from "./ss58.ts";
