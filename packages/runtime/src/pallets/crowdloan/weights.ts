/** `pallets/crowdloan/src/weights.rs`. */
import { weight } from "../../weights.ts";

export const W = {
  create: weight(59_829_000n, 6_148n, 3, 5),
  contribute: weight(66_609_000n, 6_148n, 5, 4),
  withdraw: weight(60_259_000n, 6_148n, 4, 4),
  finalize: weight(31_507_000n, 4_197_809n, 4, 2),
  /** `count` contributors are paid back. */
  refund: (count: number) =>
    weight(110_703_000n + 39_503_253n * BigInt(count), 3_747n + 2_579n * BigInt(count), 2 + 2 * count, 2 * count),
  dissolve: weight(66_939_000n, 6_148n, 4, 5),
  updateMinContribution: weight(13_259_000n, 3_747n, 2, 1),
  updateEnd: weight(12_048_000n, 3_747n, 1, 1),
  updateCap: weight(11_357_000n, 3_747n, 1, 1),
  setMaxContribution: weight(16_024_000n, 3_747n, 2, 1),
};
