import { accountId, storage, value } from "@myelin/frame";

/** `substrate/frame/sudo/src/lib.rs`, storage. */
export const S = storage("Sudo", {
  Key: value(accountId, { optional: true, docs: "The account that may act as root." }),
});
