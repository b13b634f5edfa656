import type { ScoreBook } from "./score.ts";
import type { Similarity } from "./similarity.ts";

/**
 * What each miner is to be paid, in bits a byte: its gain over the order-0 model, nothing unless the gain is certain, one reward
 * divided among miners that answer alike.
 *
 * Affine in the logarithmic score, so that a miner earns most by saying what it believes (a strictly proper scoring rule; Gneiting and
 * Raftery 2007); no rank and no softmax, which would reward taking risks.
 */
export function payOf(book: ScoreBook, similarity: Similarity): Map<string, number> {
  const earning = new Map<string, number>();
  for (const hotkey of book.hotkeys) {
    const { gain, bound } = book.standing(hotkey)!;
    if (bound > 0) earning.set(hotkey, gain);
  }
  const alike = (hotkey: string): number =>
    [...earning.keys()].reduce((sum, other) => sum + (other === hotkey ? 1 : similarity.of(hotkey, other)), 0);
  return new Map([...earning].map(([hotkey, gain]) => [hotkey, gain / alike(hotkey)]));
}
