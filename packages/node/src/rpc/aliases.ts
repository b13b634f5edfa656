/**
 * Second names of methods, which clients depend on (`substrate/client/rpc-api/src/{author,chain,state,system}/mod.rs`).
 * @polkadot/api asks for `chain_subscribeNewHead`, Bittensor's clients for `chain_getHead`, `account_nextIndex` and
 * `state_getStorageAt`.
 */
export const ALIASES: Readonly<Record<string, string>> = {
  account_nextIndex: "system_accountNextIndex",
  chain_getFinalisedHead: "chain_getFinalizedHead",
  chain_getHead: "chain_getBlockHash",
  chain_getRuntimeVersion: "state_getRuntimeVersion",
  chain_subscribeFinalisedHeads: "chain_subscribeFinalizedHeads",
  chain_subscribeNewHead: "chain_subscribeNewHeads",
  chain_subscribeRuntimeVersion: "state_subscribeRuntimeVersion",
  chain_unsubscribeFinalisedHeads: "chain_unsubscribeFinalizedHeads",
  chain_unsubscribeNewHead: "chain_unsubscribeNewHeads",
  chain_unsubscribeRuntimeVersion: "state_unsubscribeRuntimeVersion",
  state_callAt: "state_call",
  state_getKeysPagedAt: "state_getKeysPaged",
  state_getStorageAt: "state_getStorage",
  state_getStorageHashAt: "state_getStorageHash",
  state_getStorageSizeAt: "state_getStorageSize",
  subscribe_newHead: "chain_subscribeNewHeads",
  system_dryRunAt: "system_dryRun",
  unsubscribe_newHead: "chain_unsubscribeNewHeads",
};
