import { accountId, h256, names, struct, u32, type ValueOf } from "@myelin/frame";

/** What a proxy may do, in the chain's order (`common/src/lib.rs`). */
export const PROXY_TYPES = [
  "Any",
  "Owner",
  "NonCritical",
  "NonTransfer",
  "Senate",
  "NonFungible",
  "Triumvirate",
  "Governance",
  "Staking",
  "Registration",
  "Transfer",
  "SmallTransfer",
  "RootWeights",
  "ChildKeys",
  "SudoUncheckedSetCode",
  "SwapHotkey",
  "SubnetLeaseBeneficiary",
  "RootClaim",
] as const;

export const ProxyType = names("subtensor_runtime_common::ProxyType", ...PROXY_TYPES);
export type ProxyTypeName = ValueOf<typeof ProxyType>;

const account = { name: "AccountId", type: accountId };
const blockNumber = { name: "BlockNumber", type: u32 };

/** A delegate, what it may do, and the blocks it must announce before. */
export const ProxyDefinition = struct(
  "pallet_subtensor_proxy::ProxyDefinition",
  { delegate: accountId, proxy_type: ProxyType, delay: u32 },
  { params: [account, { name: "ProxyType", type: ProxyType }, blockNumber] },
);
export type Definition = ValueOf<typeof ProxyDefinition>;

/** A call that a delegate will make, told at a height. */
export const Announcement = struct(
  "pallet_subtensor_proxy::Announcement",
  { real: accountId, call_hash: h256, height: u32 },
  { params: [account, { name: "Hash", type: h256 }, blockNumber] },
);

export const DepositKind = names("pallet_subtensor_proxy::DepositKind", "Proxies", "Announcements");
