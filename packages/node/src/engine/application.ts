import type { AppliedResult, Hash } from "@myelin/frame";

/**
 * The state machine as a consensus engine sees it. Methods, their order and their contracts are those of ABCI 2.0
 * (`spec/abci/abci++_methods.md` of CometBFT v0.38), with values of this program in place of protobuf messages: an engine
 * that speaks the wire format translates.
 *
 * A height is any number of rounds of prepare, process, extend and verify, then `finalizeBlock` and `commit`. Proposal and
 * extension calls leave the state untouched; only `commit` writes. What `finalizeBlock` does is a function of the state
 * and of the request alone.
 */
export interface Application {
  /** The last height whose commit finished. */
  info(): AppInfo;
  /** Makes genesis where there is none; may be called again as long as no block was committed. */
  initChain(request: { readonly chainId: string; readonly initialHeight: number }): Promise<{ readonly appHash: Hash }>;
  /** Offers a transaction to the pool. Refusals are answers, not exceptions. */
  checkTx(tx: Uint8Array): Promise<CheckTxAnswer>;
  prepareProposal(request: ProposalRequest): Promise<{ readonly txs: readonly Uint8Array[] }>;
  processProposal(request: DecidedBlock): Promise<ProposalVerdict>;
  extendVote(request: DecidedBlock): Promise<{ readonly extension: Uint8Array }>;
  verifyVoteExtension(request: VoteExtension): Promise<ProposalVerdict>;
  finalizeBlock(request: DecidedBlock): Promise<FinalizedBlock>;
  /** Writes the block that was finalised last; when it resolves the block survives a crash. */
  commit(): Promise<{ readonly retainHeight: number }>;
  /** Snapshots this application can serve. */
  listSnapshots(): readonly Snapshot[];
  offerSnapshot(snapshot: Snapshot): "accept" | "reject";
}

export interface AppInfo {
  readonly version: string;
  /** Version of the runtime. */
  readonly appVersion: number;
  readonly lastBlockHeight: number;
  /** Hash of the last block's header: it binds the state root, the extrinsics and the parent. */
  readonly lastBlockAppHash: Hash;
}

/** `code` 0 means accepted; others are the codes of `poolErrors`. */
export interface CheckTxAnswer {
  readonly code: number;
  readonly log: string;
  readonly hash?: Hash;
}

export interface ProposalRequest {
  readonly height: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Most bytes of all transactions together. */
  readonly maxTxBytes: number;
  /** How long making the proposal may take, in milliseconds: what does not fit waits for the next block. */
  readonly budget: number;
}

/**
 * A block as engines pass it. Inherents that follow from `time` are not among `txs`; what the author alone knows is: its
 * shield's key, as the first of them.
 */
export interface DecidedBlock {
  readonly height: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly txs: readonly Uint8Array[];
}

export interface VoteExtension {
  readonly height: number;
  readonly validator: string;
  readonly extension: Uint8Array;
}

export type ProposalVerdict =
  | { readonly accept: true }
  /** `reason` is for the log. */
  | { readonly accept: false; readonly reason: string };

export interface FinalizedBlock {
  readonly appHash: Hash;
  /** One for each of `txs`. */
  readonly txResults: readonly AppliedResult[];
}

export interface Snapshot {
  readonly height: number;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Hash;
}
