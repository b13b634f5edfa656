/** Types stored and passed by the Balances pallet (`substrate/frame/balances/src/types.rs`). */
import {
  type AnyType,
  boundedVec,
  enumeration,
  fixedBytes,
  names,
  newtype,
  struct,
  type Type,
  u64,
  u128,
  type ValueOf,
  weakBoundedVec,
} from "@myelin/frame";

/** Bit 127 says that the account follows the rules since FRAME's `fungible` traits: every account here is born so. */
export const NEW_LOGIC = 1n << 127n;

const balance = [{ name: "Balance", type: u64 }];
const ExtraFlags = newtype("pallet_balances::types::ExtraFlags", u128);

/** Funds of one account, in rao. `frozen` is a floor under `free + reserved`. */
export const AccountData = struct(
  "pallet_balances::types::AccountData",
  { free: u64, reserved: u64, frozen: u64, flags: ExtraFlags },
  { params: balance },
);
export type AccountData = ValueOf<typeof AccountData>;

export const EMPTY_ACCOUNT_DATA: AccountData = { free: 0n, reserved: 0n, frozen: 0n, flags: NEW_LOGIC };

const identifier = fixedBytes(8);

const BalanceLock = struct(
  "pallet_balances::types::BalanceLock",
  { id: identifier, amount: u64, reasons: names("pallet_balances::types::Reasons", "Fee", "Misc", "All") },
  { params: balance },
);
export const Locks = weakBoundedVec(BalanceLock);

const ReserveData = struct(
  "pallet_balances::types::ReserveData",
  { id: identifier, amount: u64 },
  { params: [{ name: "ReserveIdentifier", type: identifier }, ...balance] },
);
export const Reserves = boundedVec(ReserveData, 50);

function idAmounts<T>(id: Type<T>, limit: number) {
  const params = [{ name: "Id", type: id as AnyType }, ...balance];
  return boundedVec(struct("frame_support::traits::tokens::misc::IdAmount", { id, amount: u64 }, { params }), limit);
}

/** Why funds are on hold, by pallet (`RuntimeHoldReason`). */
export const RuntimeHoldReason = enumeration("node_subtensor_runtime::RuntimeHoldReason", {
  Preimage: [14, names("pallet_preimage::pallet::HoldReason", "Preimage")],
  SafeMode: [20, names("pallet_safe_mode::pallet::HoldReason", "EnterOrExtend")],
  Contracts: [29, names("pallet_contracts::pallet::HoldReason", "CodeUploadDepositReserve", "StorageDepositReserve")],
});
/** No pallet of this runtime freezes funds: an enum without variants, so that no value of it exists. */
const RuntimeFreezeReason = enumeration("node_subtensor_runtime::RuntimeFreezeReason", {});

export const MAX_HOLDS = 4;
export const Holds = idAmounts(RuntimeHoldReason, MAX_HOLDS);
export const Freezes = idAmounts(RuntimeFreezeReason, 50);
