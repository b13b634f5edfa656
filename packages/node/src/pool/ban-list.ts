import type { Hash } from "@myelin/frame";

/** How long what was found invalid, or was included, is not looked at again (`graph/rotator.rs`). */
const BAN_MS = 30 * 60 * 1000;

/** Hashes of transactions that need no second look, for a while. Bounded: the oldest make room. */
export class BanList {
  private readonly until = new Map<Hash, number>();
  private readonly capacity: number;
  private readonly clock: () => number;

  constructor(capacity: number, clock: () => number = Date.now) {
    this.capacity = capacity;
    this.clock = clock;
  }

  add(hash: Hash): void {
    this.until.delete(hash);
    this.until.set(hash, this.clock() + BAN_MS);
    if (this.until.size <= this.capacity) return;
    const [oldest] = this.until.keys();
    this.until.delete(oldest!);
  }

  has(hash: Hash): boolean {
    const until = this.until.get(hash);
    if (until === undefined) return false;
    if (until > this.clock()) return true;
    this.until.delete(hash);
    return false;
  }
}
