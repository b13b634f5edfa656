import { accountId, DispatchResult, errors, events, option } from "@myelin/frame";

/** `substrate/frame/sudo/src/lib.rs`, Event and Error. */
export const E = events("Sudo", {
  Sudid: [0, { sudo_result: DispatchResult }],
  KeyChanged: [1, { old: option(accountId), new: accountId }],
  KeyRemoved: [2],
  SudoAsDone: [3, { sudo_result: DispatchResult }],
});

export const Err = errors("Sudo", { RequireSudo: [0, "The sender is not the sudo key."] });
