import type { SignatureEnv } from "@myelin/frame";
import type { BlockHashes } from "./block-hashes.ts";

/**
 * What signatures of block `blockNumber` depend on. As in the state, only the hashes of the last `hashCount` blocks and of
 * genesis are known (`frame_system`'s BlockHash).
 */
export function signatureEnv(
  hashes: Pick<BlockHashes, "genesis" | "get">,
  blockNumber: number,
  hashCount: number,
): SignatureEnv {
  return {
    genesisHash: hashes.genesis,
    blockNumber,
    blockHash(number) {
      const isKept = number === 0 || number >= blockNumber - 1 - hashCount;
      return isKept && number < blockNumber ? hashes.get(number) : undefined;
    },
  };
}
