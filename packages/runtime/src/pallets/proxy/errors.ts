import { errors } from "@myelin/frame";

/** `pallets/proxy/src/lib.rs`, errors. Bittensor's clients and their tests compare the sentences word by word. */
export const Err = errors("Proxy", {
  TooMany: [0, "There are too many proxies registered or too many announcements pending."],
  NotFound: [1, "Proxy registration not found."],
  NotProxy: [2, "Sender is not a proxy of the account to be proxied."],
  Unproxyable: [3, "A call which is incompatible with the proxy type's filter was attempted."],
  Duplicate: [4, "Account is already a proxy."],
  NoPermission: [5, "Call may not be made by proxy because it may escalate its privileges."],
  Unannounced: [6, "Announcement, if made at all, was made too recently."],
  NoSelfProxy: [7, "Cannot add self as proxy."],
  AnnouncementDepositInvariantViolated: [8, "An announcement was left without deposit."],
  InvalidDerivedAccountId: [9, "No account can be derived."],
});
