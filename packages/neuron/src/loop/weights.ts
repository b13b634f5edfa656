import type { Metagraph, Peer } from "../chain/chain-view.ts";

/** When a validator should set weights, in blocks. */
export interface WeightsClock {
  block: number;
  metagraph: Pick<Metagraph, "block" | "tempo" | "blocksSinceLastStep" | "weightsRateLimit">;
  own: Pick<Peer, "lastUpdate" | "registeredAt">;
  /** Block of this process's last success, which the metagraph may not show yet. */
  lastSet: number;
}

/**
 * Once an epoch, in its last quarter: an epoch counts the weights it finds, so they should be fresh then, with room to try
 * again. At once where none were set yet or an epoch went by without. Never inside the chain's rate limit
 * (`pallets/subtensor/src/subnets/weights.rs`, `check_rate_limit`; epochs: `coinbase/run_coinbase.rs`).
 */
export function weightsDue({ block, metagraph, own, lastSet }: WeightsClock): boolean {
  const last = Math.max(own.lastUpdate, lastSet);
  if (last !== 0 && block - last < metagraph.weightsRateLimit) return false;
  const period = Math.max(1, metagraph.tempo);
  const neverSet = lastSet === 0 && own.lastUpdate <= own.registeredAt;
  if (neverSet || block - last >= period) return true;
  const sinceEpoch = (metagraph.blocksSinceLastStep + (block - metagraph.block)) % period;
  const setThisEpoch = last >= block - sinceEpoch;
  const margin = Math.max(3, Math.ceil(period / 4));
  return !setThisEpoch && sinceEpoch >= period - margin;
}

/** Scores by hotkey as weights by uid, for the hotkeys registered now. */
export function weightsByUid(scores: ReadonlyMap<string, number>, peers: readonly Peer[]): Map<number, number> {
  const weights = new Map<number, number>();
  for (const { uid, hotkey } of peers) {
    const score = scores.get(hotkey) ?? 0;
    if (Number.isFinite(score) && score > 0) weights.set(uid, score);
  }
  return weights;
}
