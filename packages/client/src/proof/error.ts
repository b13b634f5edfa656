import { type Hex, MyelinError } from "@myelin/primitives";

/**
 * - `PROOF_BAD_HEADER`: a header does not hash to the block it was asked for
 * - `PROOF_UNREADABLE`: what the node sent is no proof
 * - `PROOF_INCOMPLETE`: a node of the trie, or a value, is missing on the way to `key`
 * - `PROOF_SURPLUS`: bytes that no key asked for: of another state, altered, or sent twice
 */
export type ProofErrorCode = "PROOF_BAD_HEADER" | "PROOF_UNREADABLE" | "PROOF_INCOMPLETE" | "PROOF_SURPLUS";

/** What a node answered is not what the block's hash commits to. */
export class ProofError extends MyelinError {
  declare readonly code: ProofErrorCode;
  /** The storage key that could not be proven, where it is about one. */
  readonly key: Hex | undefined;

  constructor(code: ProofErrorCode, message: string, key?: Hex) {
    super(code, message, { details: { key } });
    this.key = key;
  }
}
