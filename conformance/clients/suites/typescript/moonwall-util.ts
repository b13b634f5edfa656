/** Stands in for `@moonwall/util`. */
import type { SignedBlock } from "@polkadot/types/interfaces";

export type { KeyringPair } from "@polkadot/keyring/types";

/** Milliseconds since 1970 at which a block says it was made. */
export function getBlockTime({ block }: SignedBlock): number {
  const set = block.extrinsics.find(({ method }) => method.section === "timestamp" && method.method === "set")!;
  return Number(set.method.args[0]!.toString());
}
