/** A difference from the chain's metadata that is meant. */
export interface Decision {
  /** Pallet, runtime API or `extrinsic`; `*` for all. */
  readonly pallet: string;
  /** `storage Foo`, `call foo`, `constant Foo`, `event Foo`, `error Foo`, `method foo`, `extension Foo`; `*` at the end stands for any rest. */
  readonly item: string;
  /** How the difference begins; empty for any difference. */
  readonly difference: string;
  readonly reason: string;
}

export const decisions: readonly Decision[] = [
  // What a chain without a WASM blob and with its own engine does not have.
  ...["set_heap_pages", "set_code", "set_code_without_checks"].map((call) => noCode(call)),
  ...["authorize_upgrade", "authorize_upgrade_without_checks", "apply_authorized_upgrade"].map((call) => noCode(call)),
  {
    pallet: "System",
    item: "constant Version",
    difference: "value is",
    reason: "lists the runtime APIs that exist here",
  },
  {
    pallet: "Grandpa",
    item: "call *",
    difference: "is missing",
    reason: "Grandpa mirrors the engine's authorities; equivocations are the engine's to judge",
  },
  {
    pallet: "GrandpaApi",
    item: "*",
    difference: "is missing",
    reason: "there are no GRANDPA equivocations to report",
  },
  {
    pallet: "SessionKeys",
    item: "*",
    difference: "is missing",
    reason: "keys of a validator are the engine's, not the runtime's",
  },
  ...["Core", "BlockBuilder"].map((pallet) => ({
    pallet,
    item: "method *",
    difference: "is missing",
    reason: "whole blocks, roots and inherent checks are the node's: the runtime knows no trie",
  })),
  {
    pallet: "GenesisBuilder",
    item: "*",
    difference: "is missing",
    reason: "genesis is made of a typed chain specification, not of JSON given to the runtime",
  },
  ...["index", "storage PrecompileEnable", "event PrecompileUpdated"].map((item) => ({
    pallet: "AdminUtils",
    item,
    difference: item === "index" ? "prefix is none" : "is missing",
    reason: "switches of EVM precompiles, the pallet's only storage, come with the EVM",
  })),
  { pallet: "OffchainWorkerApi", item: "*", difference: "is missing", reason: "there are no offchain workers" },

  ...["Swap storage AlphaSqrtPrice", "SubtensorModule storage SubnetEpochConsensus"].map(virtualRead),
  ...["CollateralLockShare", "CollateralDrainRatio", "MinerCollateral", "ChildkeyThresholdSuspended"].map((name) =>
    virtualRead(`SubtensorModule storage ${name}`),
  ),

  {
    pallet: "MevShield",
    item: "storage CounterForPendingExtrinsics",
    difference: "is not there",
    reason: "the counter of a counted map, which the list of names leaves out",
  },

  // Where both blobs are not as spec 425 is; each was read in the chain's source at 14bc6f9.
  {
    pallet: "SubtensorModule",
    item: "storage LastRateLimitedBlock",
    difference: "key",
    reason: "Hyperparameter ends with 31 TriggerEpoch at 425 (pallets/subtensor/src/utils/rate_limiting.rs)",
  },
  ...["storage MaxEpochsPerBlock", "constant InitialMaxEpochsPerBlock"].map((item) => ({
    pallet: "SubtensorModule",
    item,
    difference: "",
    reason: "2 in production builds, 32 in fast ones, of which the synthetic blob is (runtime/src/lib.rs)",
  })),
  {
    pallet: "SubtensorModule",
    item: "event RootClaimed",
    difference: "fields is coldkey",
    reason: "has only the coldkey at 425 (pallets/subtensor/src/macros/events.rs)",
  },
  ...["storage CommitmentOf", "call set_commitment"].map((item) => ({
    pallet: "Commitments",
    item,
    difference: "",
    reason: "Data has no TimelockRevealFailed at 425 (pallets/commitments/src/types.rs)",
  })),
  {
    pallet: "Swap",
    item: "storage SwapBalancer",
    difference: "stored.quote is sp_arithmetic::per_things::Perquintill",
    reason: "a Perquintill at 425 (pallets/swap/src/pallet/balancer.rs); the synthetic blob has no newtypes",
  },
  ...["add_liquidity", "remove_liquidity", "modify_position"].map((call) => ({
    pallet: "Swap",
    item: `call ${call}`,
    difference: "",
    reason: "TickIndex and PositionId are newtypes of the pallet at 425 (pallets/swap/src/pallet/mod.rs)",
  })),
  ...[
    ["storage Proxies", "stored.0.0[].proxy_type"],
    ...["proxy", "proxy_announced"].map((call) => [`call ${call}`, "force_proxy_type.Some.0"]),
    ...["add_proxy", "remove_proxy", "create_pure", "kill_pure"].map((call) => [`call ${call}`, "proxy_type"]),
    ...["PureCreated", "PureKilled", "ProxyAdded", "ProxyRemoved"].map((event) => [`event ${event}`, "proxy_type"]),
  ].map(([item, where]) => ({
    pallet: "Proxy",
    item: item!,
    difference: `${where} is subtensor_runtime_common::ProxyType`,
    reason: "ProxyType stands at the crate's root at 425, without BasketTrading (common/src/lib.rs)",
  })),
  ...["get_proxy_types", "get_proxy_filter"].map((method) => ({
    pallet: "ProxyFilterRuntimeApi",
    item: `method ${method}`,
    difference: "result[] is subtensor_runtime_common::Proxy",
    reason: "types of 425 (common/src/lib.rs), not those of the release the synthetic blob was made from",
  })),
  ...[
    "metagraph",
    "all_metagraphs",
    "mechagraph",
    "all_mechagraphs",
    "selective_metagraph",
    "selective_mechagraph",
  ].map((name) => ({
    pallet: "SubnetInfoRuntimeApi",
    item: `method get_${name}`,
    difference: "result",
    reason: "fields and widths of 425 (pallets/subtensor/src/rpc_info/metagraph.rs), between those of the two blobs",
  })),
];

function virtualRead(path: string): Decision {
  const [pallet, ...item] = path.split(" ");
  const reason =
    "Bittensor's clients of other specs read it; computed, never stored (packages/runtime/src/virtual-reads)";
  return { pallet: pallet!, item: item.join(" "), difference: "is not there", reason };
}

function noCode(call: string): Decision {
  const reason = "there is no WASM blob to set: a new runtime comes with a new node";
  return { pallet: "System", item: `call ${call}`, difference: "is missing", reason };
}

/** Pallets of the chain that are not built yet. */
export const laterPallets: readonly string[] = [
  "RandomnessCollectiveFlip",
  "SafeMode",
  "Ethereum",
  "EVM",
  "EVMChainId",
  "BaseFee",
  "Drand",
  "Contracts",
  "LimitOrders",
];

/** Runtime APIs, or methods of them (`Api.method`), that are not built yet. */
export const laterApis: readonly string[] = [
  "BabeApi",
  "EthereumRuntimeRPCApi",
  "ConvertTransactionRuntimeApi",
  "ContractsApi",
];

/** Calls that are not built yet, by pallet: absent from the metadata until they work. */
export const laterCalls: Readonly<Record<string, readonly string[]>> = {
  AdminUtils: [
    "schedule_grandpa_change",
    "sudo_set_commit_reveal_version",
    "sudo_set_dissolve_network_schedule_duration",
    "sudo_set_evm_chain_id",
    "sudo_set_net_tao_flow_enabled",
    "sudo_set_owner_cut_auto_lock_enabled",
    "sudo_set_tao_flow_cutoff",
    "sudo_set_tao_flow_normalization_exponent",
    "sudo_set_tao_flow_smoothing_factor",
    "sudo_toggle_evm_precompile",
    "swap_authorities",
  ],
  SubtensorModule: [
    "associate_evm_key",
    "commit_crv3_mechanism_weights",
    "commit_timelocked_mechanism_weights",
    "commit_timelocked_weights",
    "faucet",
    "lock_stake",
    "move_lock",
    "register_leased_network",
    "set_perpetual_lock",
    "set_reject_locked_alpha",
    "terminate_lease",
  ],
};

export function isLater({ pallet, item }: { pallet: string; item: string }): boolean {
  const [kind, name] = item.split(" ");
  if (laterPallets.includes(pallet) || laterApis.includes(pallet)) return true;
  if (kind === "method") return laterApis.includes(`${pallet}.${name}`);
  return kind === "call" && (laterCalls[pallet] ?? []).includes(name!);
}
