import type { Inclusion } from "@myelin/client";

/** What every command that changed the chain reports beside its own result. */
export function receipt({ hash, blockHash, blockNumber, index }: Inclusion): {
  extrinsic: string;
  blockHash: string;
  block: number;
  index: number;
} {
  return { extrinsic: hash, blockHash, block: blockNumber, index };
}
