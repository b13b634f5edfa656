import { errors } from "@myelin/frame";

/** `pallets/proxy/src/lib.rs`, errors. */
export const Err = errors("Proxy", {
  TooMany: [0, "There are too many proxies or announcements already."],
  NotFound: [1, "There is no such proxy or announcement."],
  NotProxy: [2, "The sender is no proxy of the account."],
  Unproxyable: [3, "The call cannot be made by proxy."],
  Duplicate: [4, "The account is a proxy of this kind already."],
  NoPermission: [5, "The account is not the pure proxy named."],
  Unannounced: [6, "The call was not announced, or not long enough ago."],
  NoSelfProxy: [7, "An account cannot be its own proxy."],
  AnnouncementDepositInvariantViolated: [8, "An announcement was left without deposit."],
  InvalidDerivedAccountId: [9, "No account can be derived."],
});
