import type { Commitment } from "./commitment.ts";
import { type Corpus, partOrder } from "./text.ts";

/** Commitments of the subnet's neurons, by hotkey. */
export type Commitments = ReadonlyMap<string, Commitment>;

/** The first part in `hotkey`'s order that nobody has begun, or undefined when the whole text has been read. */
export function freePart(
  corpus: Corpus,
  hotkey: string,
  own: ReadonlySet<number>,
  others: Commitments,
): number | undefined {
  const taken = new Set(own);
  for (const [claimant, { corpus: id, parts }] of others) {
    if (claimant !== hotkey && id === corpus.id) for (const part of parts) taken.add(part);
  }
  return partOrder(corpus, hotkey).find((part) => !taken.has(part));
}

/** Whether `hotkey` must give `part` up: another one claimed it at the same time, and of two the lesser address keeps it. */
export function isContested(corpus: Corpus, hotkey: string, part: number, commitments: Commitments): boolean {
  return [...commitments].some(
    ([other, { corpus: id, parts }]) => other < hotkey && id === corpus.id && parts.has(part),
  );
}
