/** Types stored by the System pallet (`substrate/frame/system/src/lib.rs`). */
import { bool, compact, cow, h256, str, struct, u32, type ValueOf } from "@myelin/frame";
import { AccountData, EMPTY_ACCOUNT_DATA } from "../balances/types.ts";

/** One account: nonce, what keeps it alive (providers, sufficients), who needs it alive (consumers), its funds. */
export const AccountInfo = struct(
  "frame_system::AccountInfo",
  { nonce: u32, consumers: u32, providers: u32, sufficients: u32, data: AccountData },
  {
    params: [
      { name: "Nonce", type: u32 },
      { name: "AccountData", type: AccountData },
    ],
  },
);
export type AccountInfo = ValueOf<typeof AccountInfo>;

export const EMPTY_ACCOUNT: AccountInfo = {
  nonce: 0,
  consumers: 0,
  providers: 0,
  sufficients: 0,
  data: EMPTY_ACCOUNT_DATA,
};

export const LastRuntimeUpgradeInfo = struct("frame_system::LastRuntimeUpgradeInfo", {
  spec_version: compact(u32),
  spec_name: cow(str),
});

export const CodeUpgradeAuthorization = struct(
  "frame_system::CodeUpgradeAuthorization",
  { code_hash: h256, check_version: bool },
  { params: [{ name: "T" }] },
);
