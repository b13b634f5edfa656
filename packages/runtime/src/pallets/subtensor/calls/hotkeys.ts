import { accountId, call, ensureSigned } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";

export const try_associate_hotkey = call({
  index: 91,
  args: { hotkey: accountId },
  weight: weight(25_337_000n, 4_283n, 3, 3),
  docs: "Gives a hotkey that nobody owns to the caller.",
  run(ctx, origin, { hotkey }) {
    createAccountIfNonExistent(ctx, ensureSigned(origin), hotkey);
  },
});
