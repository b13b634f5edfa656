import { accountId, hashers as h, map, storage, u64, value } from "@myelin/frame";
import { AccountData, EMPTY_ACCOUNT_DATA, Freezes, Holds, Locks, Reserves } from "./types.ts";

/**
 * `substrate/frame/balances/src/lib.rs`, storage. The balances themselves live in `System.Account`
 * (`AccountStore = System`); the map `Account` of this pallet stays empty, as on the chain.
 */
export const S = storage("Balances", {
  TotalIssuance: value(u64, { default: 0n, docs: "All rao in existence." }),
  InactiveIssuance: value(u64, { default: 0n, docs: "Rao that take no part in votes." }),
  Account: map(h.blake2_128Concat, accountId, AccountData, {
    default: EMPTY_ACCOUNT_DATA,
    docs: "Empty: funds are kept in System.Account.",
  }),
  Locks: map(h.blake2_128Concat, accountId, Locks, { default: [], docs: "Locks on the balance of an account." }),
  Reserves: map(h.blake2_128Concat, accountId, Reserves, { default: [], docs: "Named reserves of an account." }),
  Holds: map(h.blake2_128Concat, accountId, Holds, { default: [], docs: "Holds on the balance of an account." }),
  Freezes: map(h.blake2_128Concat, accountId, Freezes, { default: [], docs: "Freezes on the balance of an account." }),
});
