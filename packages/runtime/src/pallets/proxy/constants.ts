import { constant, u32, u64 } from "@myelin/frame";

export const MAX_PROXIES = 20;
export const MAX_PENDING = 75;

/** Deposits in rao: for a stored item, and for each entry in it (`runtime/src/lib.rs`). */
export interface DepositRates {
  readonly base: bigint;
  readonly each: bigint;
}
export const PROXY_DEPOSIT: DepositRates = { base: 60_000_000n, each: 33_000_000n };
export const ANNOUNCEMENT_DEPOSIT: DepositRates = { base: 36_000_000n, each: 68_000_000n };

export const constants = {
  ProxyDepositBase: constant(u64, PROXY_DEPOSIT.base),
  ProxyDepositFactor: constant(u64, PROXY_DEPOSIT.each),
  MaxProxies: constant(u32, MAX_PROXIES),
  MaxPending: constant(u32, MAX_PENDING),
  AnnouncementDepositBase: constant(u64, ANNOUNCEMENT_DEPOSIT.base),
  AnnouncementDepositFactor: constant(u64, ANNOUNCEMENT_DEPOSIT.each),
};
