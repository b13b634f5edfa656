import type { Lane } from "./lane.ts";
import { isBefore, type PoolTransaction } from "./transaction.ts";

/**
 * Ready transactions as a block takes them: the best of all lanes' first ones, again and again. A lane from which
 * something is removed on the way gives no more.
 */
export function* inBlockOrder(lanes: Iterable<Lane>): Generator<PoolTransaction> {
  const heads = new Heap();
  for (const lane of lanes) {
    const first = lane.readyEnd > lane.next ? lane.get(lane.next) : undefined;
    if (first) heads.push({ lane, transaction: first });
  }
  for (let best = heads.pop(); best !== undefined; best = heads.pop()) {
    const { lane, transaction } = best;
    yield transaction;
    const next = lane.get(transaction.nonce + 1);
    if (next && lane.isReady(next)) heads.push({ lane, transaction: next });
  }
}

interface Entry {
  readonly lane: Lane;
  readonly transaction: PoolTransaction;
}

/** A binary heap with the best transaction on top. */
class Heap {
  private readonly entries: Entry[] = [];

  push(entry: Entry): void {
    const { entries } = this;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry.transaction, entries[parent]!.transaction)) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): Entry | undefined {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop();
    if (top === undefined || last === undefined || entries.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      const right = entries[child + 1];
      if (right && isBefore(right.transaction, entries[child]!.transaction)) child += 1;
      if (!isBefore(entries[child]!.transaction, last.transaction)) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = last;
    return top;
  }
}
