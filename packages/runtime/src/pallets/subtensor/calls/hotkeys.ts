import { accountId, bool, call, ensureSigned, option } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { doSwapHotkey } from "../swap/swap_hotkey.ts";
import { NetUid } from "../types.ts";

export const try_associate_hotkey = call({
  index: 91,
  args: { hotkey: accountId },
  weight: weight(25_337_000n, 4_283n, 3, 3),
  docs: "Gives a hotkey that nobody owns to the caller.",
  run(ctx, origin, { hotkey }) {
    createAccountIfNonExistent(ctx, ensureSigned(origin), hotkey);
  },
});

export const swap_hotkey = call({
  index: 70,
  args: { hotkey: accountId, new_hotkey: accountId, netuid: option(NetUid) },
  weight: weight(1_242_038_000n, 28_912n, 182, 99),
  docs: "Replaces a hotkey of the caller, with its stake, on one subnet or on all; swap_hotkey_v2 can leave the stake.",
  run(ctx, origin, { hotkey, new_hotkey, netuid }) {
    return doSwapHotkey(ctx, origin, hotkey, new_hotkey, netuid, false);
  },
});

export const swap_hotkey_v2 = call({
  index: 72,
  args: { hotkey: accountId, new_hotkey: accountId, netuid: option(NetUid), keep_stake: bool },
  weight: weight(275_300_000n, 0n, 52, 35),
  docs: "Replaces a hotkey of the caller on one subnet or on all, and moves the stake or leaves it.",
  run(ctx, origin, { hotkey, new_hotkey, netuid, keep_stake }) {
    return doSwapHotkey(ctx, origin, hotkey, new_hotkey, netuid, keep_stake);
  },
});
