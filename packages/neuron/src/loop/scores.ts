import type { Peer } from "../chain/chain-view.ts";

/** As saved: score and the block at which the scored neuron was registered. */
export interface ScoreEntry {
  score: number;
  registeredAt: number;
}

/**
 * Moving scores by hotkey, never by uid: whoever takes over a place starts from nothing. A hotkey that left and came
 * back starts from nothing too.
 */
export class Scores {
  readonly #smoothing: number;
  readonly #entries: Map<string, ScoreEntry>;

  /** @param smoothing part of a new score in the moving one, above 0 to 1 (1 keeps the newest only). */
  constructor(smoothing: number, saved: Record<string, ScoreEntry> = {}) {
    this.#smoothing = smoothing;
    this.#entries = new Map(Object.entries(saved));
  }

  /** Takes in one round. Hotkeys without a score in it keep theirs; those not registered are ignored. */
  update(round: ReadonlyMap<string, number>, peers: readonly Pick<Peer, "hotkey" | "registeredAt">[]): void {
    for (const { hotkey, registeredAt } of peers) {
      const fresh = round.get(hotkey);
      if (fresh === undefined || !Number.isFinite(fresh)) continue;
      const before = this.#entries.get(hotkey)?.score ?? 0;
      const score = this.#smoothing * Math.max(0, fresh) + (1 - this.#smoothing) * before;
      this.#entries.set(hotkey, { score, registeredAt });
    }
  }

  /** Forgets who left the subnet, and who was registered anew since. */
  retain(peers: readonly Peer[]): void {
    const since = new Map(peers.map(({ hotkey, registeredAt }) => [hotkey, registeredAt]));
    for (const [hotkey, { registeredAt }] of this.#entries) {
      if (since.get(hotkey) !== registeredAt) this.#entries.delete(hotkey);
    }
  }

  byHotkey(): Map<string, number> {
    return new Map([...this.#entries].map(([hotkey, { score }]) => [hotkey, score]));
  }

  toJSON(): Record<string, ScoreEntry> {
    return Object.fromEntries(this.#entries);
  }
}
