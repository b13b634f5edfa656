import { MyelinError } from "@myelin/primitives/errors";

export type ChainErrorCode =
  /** There is no such block. */
  | "CHAIN_UNKNOWN_BLOCK"
  /** A block that must not be part of the chain. */
  | "CHAIN_INVALID_BLOCK"
  /** The runtime of this program does not make the genesis that the data folder holds. */
  | "CHAIN_OTHER_GENESIS";

export class ChainError extends MyelinError {
  constructor(code: ChainErrorCode, message: string, options?: { details?: Record<string, unknown>; cause?: unknown }) {
    super(code, message, options);
  }
}

export function unknownBlock(id: string | number): ChainError {
  return new ChainError("CHAIN_UNKNOWN_BLOCK", `There is no block ${id}.`, { details: { block: id } });
}

export function invalidBlock(number: number, reason: string, cause?: unknown): ChainError {
  return new ChainError("CHAIN_INVALID_BLOCK", `Block ${number} is refused: ${reason}`, { details: { number }, cause });
}
