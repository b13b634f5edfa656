/** Types stored and passed by the Balances pallet (`substrate/frame/balances/src/types.rs`). */
import {
  accountId,
  boundedVec,
  compact,
  enumeration,
  fixedBytes,
  struct,
  tuple,
  newtype,
  u8,
  u64,
  u128,
  unit,
  bytes,
  weakBoundedVec,
  type ValueOf,
} from "@myelin/frame";

/** Bit 127 says that the account follows the rules since FRAME's `fungible` traits: every account here is born so. */
export const NEW_LOGIC = 1n << 127n;

const ExtraFlags = newtype("pallet_balances::types::ExtraFlags", u128);

/** Funds of one account, in rao. `frozen` is a floor under `free + reserved`. */
export const AccountData = struct(
  "pallet_balances::types::AccountData",
  { free: u64, reserved: u64, frozen: u64, flags: ExtraFlags },
  { params: { Balance: u64 } },
);
export type AccountData = ValueOf<typeof AccountData>;

export const DEFAULT_ACCOUNT_DATA: AccountData = { free: 0n, reserved: 0n, frozen: 0n, flags: NEW_LOGIC };

const Reasons = enumeration("pallet_balances::types::Reasons", { Fee: [0], Misc: [1], All: [2] });
const BalanceLock = struct(
  "pallet_balances::types::BalanceLock",
  { id: fixedBytes(8), amount: u64, reasons: Reasons },
  { params: { Balance: u64 } },
);
const ReserveData = struct(
  "pallet_balances::types::ReserveData",
  { id: fixedBytes(8), amount: u64 },
  { params: { ReserveIdentifier: fixedBytes(8), Balance: u64 } },
);
