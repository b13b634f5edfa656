import { accountId, bool, DispatchResult, events, h256, u16, u32, u64 } from "@myelin/frame";
import { DepositKind, ProxyType } from "./types.ts";

/** `pallets/proxy/src/lib.rs`, events. */
export const E = events("Proxy", {
  ProxyExecuted: [0, { result: DispatchResult }],
  PureCreated: [1, { pure: accountId, who: accountId, proxy_type: ProxyType, disambiguation_index: u16 }],
  PureKilled: [2, { pure: accountId, spawner: accountId, proxy_type: ProxyType, disambiguation_index: u16 }],
  Announced: [3, { real: accountId, proxy: accountId, call_hash: h256 }],
  ProxyAdded: [4, { delegator: accountId, delegatee: accountId, proxy_type: ProxyType, delay: u32 }],
  ProxyRemoved: [5, { delegator: accountId, delegatee: accountId, proxy_type: ProxyType, delay: u32 }],
  DepositPoked: [6, { who: accountId, kind: DepositKind, old_deposit: u64, new_deposit: u64 }],
  RealPaysFeeSet: [7, { real: accountId, delegate: accountId, pays_fee: bool }],
});
