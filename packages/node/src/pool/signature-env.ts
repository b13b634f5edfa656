import type { SignatureEnv } from "@myelin/frame";
import type { StateDb } from "../state/index.ts";

/**
 * What signatures of block `blockNumber` depend on. As in the state, only the hashes of the last `hashCount` blocks and of
 * genesis are known (`frame_system`'s BlockHash).
 */
export function signatureEnv(db: StateDb, blockNumber: number, hashCount: number): SignatureEnv {
  return {
    genesisHash: db.genesisHash,
    blockNumber,
    blockHash(number) {
      const isKept = number === 0 || number >= blockNumber - 1 - hashCount;
      return isKept && number < blockNumber ? db.header(number)?.hash : undefined;
    },
  };
}
