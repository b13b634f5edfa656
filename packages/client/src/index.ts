export type { ChainAccess } from "./access.ts";
export { type Balance, getBalance, transfer } from "./actions/balances.ts";
export {
  type AxonEndpoint,
  getMetagraph,
  ipFromText,
  ipToText,
  type Metagraph,
  type Neuron,
} from "./actions/metagraph.ts";
export { type AxonAddress, getUid, quantizeWeights, registerNeuron, serveAxon, setWeights } from "./actions/neurons.ts";
export { addStake, getStake, removeStake, type StakeInfo } from "./actions/stake.ts";
export { getSubnets, registerSubnet, type SubnetSummary, startSubnet } from "./actions/subnets.ts";
export { Client, connect, type Head } from "./client.ts";
export { ArgumentError, ConnectionError, DispatchFailure, nearest, RpcError, UnknownNameError } from "./errors.ts";
export { type DecodedExtrinsic, decodeExtrinsic } from "./extrinsic/decode.ts";
export { type Era, encodeEra, eraBirth } from "./extrinsic/era.ts";
export { type Call, type ChainEvent, type Inclusion, type SignOptions, Transaction } from "./extrinsic/transaction.ts";
export { ChainMetadata, type StorageEntry } from "./metadata/metadata.ts";
export { type LookupType, TypeRegistry } from "./metadata/types.ts";
export { ProofError, type ProofErrorCode } from "./proof/error.ts";
export { encodeHeader, headerHash, type ProvenHeader, provenHeader, type RawHeader } from "./proof/header.ts";
export { type ProofFigures, ProvenState } from "./proof/proven-state.ts";
export { TrieProof } from "./proof/trie-proof.ts";
export { decodeKeys, storageKey } from "./storage/key.ts";
export { type At, StorageQueries } from "./storage/query.ts";
export { type StateView, stateAt } from "./storage/state-view.ts";
export type { Subscription, Transport } from "./transport/transport.ts";
export { type WebSocketOptions, webSocketTransport } from "./transport/websocket.ts";
