import { expect, it } from "vitest";
import { measure } from "./measure.ts";

it.each([
  [32_767, "Share of stake that must agree for consensus, parts of 65535.", "50.00%", "32,767"],
  [900_000n, "Weight of the old bonds in their moving average, millionths.", "90.00%", "900,000"],
  [352_348_805n, "Price of a registration, in rao.", "0.3523 τ", "352,348,805"],
  [1_000_000_000n, "Alpha created for participants in the last block.", "1 α", "1,000,000,000"],
  [1_000, "Steepness of liquid alpha, in hundredths.", "10", "1,000"],
  [13_889, "Thousandths of a tempo after which a silent validator is inactive.", "13.889 tempos", "13,889"],
  [20, "Blocks between two epochs; 0 stops them.", "20 blocks", undefined],
  [1n, "Epochs between a commit and its reveal.", "1 epoch", undefined],
  [0n, "Rao in the pool.", "0 τ", "0"],
  [256, "Most neurons of the subnet.", "256", undefined],
])("%d is read as its explanation says: %s", (value, docs, text, raw) => {
  expect(measure(value, docs)).toEqual({ text, raw });
});
