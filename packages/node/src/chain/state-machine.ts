import {
  type AccountId,
  type Extrinsic,
  ExtrinsicDecodeError,
  type Runtime,
  TransactionValidityError,
} from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { openShielded, type ShieldedTransaction, type ShieldKeypair } from "@myelin/primitives/shield";
import { isAnnouncement, SHIELD_INHERENT, shieldedOf, shieldInherentData } from "@myelin/runtime";
import type {
  AppInfo,
  Application,
  CheckTxAnswer,
  DecidedBlock,
  FinalizedBlock,
  ProposalRequest,
  ProposalVerdict,
  Snapshot,
  VoteExtension,
} from "../engine/application.ts";
import { BlockHashes } from "../pool/block-hashes.ts";
import { PoolError } from "../pool/errors.ts";
import type { TransactionPool } from "../pool/pool.ts";
import { signatureEnv } from "../pool/signature-env.ts";
import type { PoolTransaction } from "../pool/transaction.ts";
import type { ShieldKeyring } from "../shield/keyring.ts";
import type { SignatureVerifier } from "../signatures/verifier.ts";
import type { StateDb } from "../state/index.ts";
import { nextBlockTime } from "./block-time.ts";
import type { ChainSpec } from "./chain-spec.ts";
import { invalidBlock } from "./errors.ts";
import { type ExecutedBlock, isRefusal, OpenBlock } from "./executed-block.ts";
import { Slices } from "./slices.ts";

/** Transactions that find no room before a block counts as full. */
const MAX_SKIPPED = 8;
const NO_EXTENSION = new Uint8Array(0);

export interface StateMachineParts {
  readonly spec: ChainSpec;
  readonly runtime: Runtime;
  readonly db: StateDb;
  readonly pool: TransactionPool;
  readonly verifier: SignatureVerifier;
  /** Keys of this author's shield. */
  readonly shield: ShieldKeyring;
  readonly version: string;
  /** Called after each commit. */
  readonly onCommit: (block: ExecutedBlock) => void;
}

/** A block made from a request, kept so that the same block need not be executed again. */
interface Made {
  readonly request: DecidedBlock;
  readonly block: ExecutedBlock;
  readonly inherents: number;
}

/** The chain's state machine: proposals from the pool, execution by the runtime, commits to the state database. */
export class StateMachine implements Application {
  private readonly parts: StateMachineParts;
  private readonly hashes: BlockHashes;
  private made: Made | undefined;
  private finalised: ExecutedBlock | undefined;

  constructor(parts: StateMachineParts) {
    this.parts = parts;
    this.hashes = new BlockHashes(parts.db);
  }

  info(): AppInfo {
    const { db, runtime, version } = this.parts;
    return {
      version,
      appVersion: runtime.version.specVersion,
      lastBlockHeight: db.head.number,
      lastBlockAppHash: db.head.hash,
    };
  }

  /** Genesis is written when the folder is opened: see `openDatabase`. */
  async initChain(): Promise<{ appHash: ExecutedBlock["hash"] }> {
    return { appHash: this.parts.db.genesisHash };
  }

  async checkTx(tx: Uint8Array): Promise<CheckTxAnswer> {
    try {
      return { code: 0, log: "", hash: await this.parts.pool.submit(tx) };
    } catch (error) {
      if (error instanceof PoolError) return { code: error.rpc.code, log: error.message };
      throw error;
    }
  }

  async prepareProposal(request: ProposalRequest): Promise<{ txs: readonly Uint8Array[] }> {
    const { block, inherents } = this.open(request);
    const key = shieldInherentData(this.parts.shield.announce(request.time));
    for (const inherent of block.executor.inherents(new Map([[SHIELD_INHERENT, key]]))) block.apply(inherent);
    await this.fill(block, request);
    const executed = block.seal();
    const txs = executed.body.slice(inherents);
    this.made = { request: { height: request.height, time: request.time, txs }, block: executed, inherents };
    return { txs };
  }

  async processProposal(request: DecidedBlock): Promise<ProposalVerdict> {
    if (this.isMade(request)) return { accept: true };
    try {
      const extrinsics = request.txs.map((tx) => this.parts.runtime.decodeExtrinsic(tx));
      if (extrinsics.some(isStrayInherent))
        return { accept: false, reason: "an inherent stands among the transactions" };
      if (!(await this.areSigned(extrinsics))) return { accept: false, reason: "a signature is bad" };
      this.made = await this.execute(request, extrinsics);
      return { accept: true };
    } catch (error) {
      if (error instanceof MyelinError) return { accept: false, reason: error.message };
      throw error;
    }
  }

  async extendVote(): Promise<{ extension: Uint8Array }> {
    return { extension: NO_EXTENSION };
  }

  async verifyVoteExtension({ extension }: VoteExtension): Promise<ProposalVerdict> {
    return extension.length === 0 ? { accept: true } : { accept: false, reason: "extensions are empty here" };
  }

  async finalizeBlock(request: DecidedBlock): Promise<FinalizedBlock> {
    if (!this.isMade(request)) {
      const extrinsics = request.txs.map((tx) => this.parts.runtime.decodeExtrinsic(tx));
      this.made = await this.execute(request, extrinsics);
    }
    const { block, inherents } = this.made!;
    this.finalised = block;
    return { appHash: block.hash, txResults: block.results.slice(inherents) };
  }

  async commit(): Promise<{ retainHeight: number }> {
    const { db, onCommit } = this.parts;
    const block = this.finalised;
    if (block === undefined) throw invalidBlock(db.head.number + 1, "nothing was finalised before the commit");
    const { number, hash, encodedHeader: header, body, events, changes, update } = block;
    await db.commit({ number, hash, header, body, events, changes, update });
    this.finalised = undefined;
    this.made = undefined;
    onCommit(block);
    return { retainHeight: 0 };
  }

  listSnapshots(): readonly Snapshot[] {
    return [];
  }

  offerSnapshot(): "reject" {
    return "reject";
  }

  private open({ height, time }: { height: number; time: number }): { block: OpenBlock; inherents: number } {
    const { db, runtime, spec } = this.parts;
    if (height !== db.head.number + 1) throw invalidBlock(height, `it does not follow block ${db.head.number}`);
    const { digest, inherentData } = nextBlockTime(db, runtime, spec.config, time);
    const block = new OpenBlock(db, runtime, digest);
    for (const inherent of block.executor.inherents(inherentData)) block.apply(inherent);
    return { block, inherents: block.body.length };
  }

  /** Adds what the pool has, until the block is full or the time is over. */
  private async fill(block: OpenBlock, { maxTxBytes, budget }: ProposalRequest): Promise<void> {
    const { pool } = this.parts;
    const deadline = performance.now() + budget;
    const slices = new Slices();
    const waiting = new Set<AccountId>();
    let skipped = 0;
    for (const transaction of pool.inBlockOrder()) {
      if (performance.now() > deadline || skipped === MAX_SKIPPED) return;
      if (slices.isDue) await slices.breathe();
      if (waiting.has(transaction.sender)) continue;
      const envelope = shieldedOf(transaction.extrinsic.call);
      const key = envelope && this.parts.shield.find(envelope.keyHash);
      const isForeign = envelope !== undefined && key === undefined;
      const size = transaction.extrinsic.bytes.length + (envelope?.sealed.length ?? 0);
      const hasRoom = !isForeign && block.length + size <= maxTxBytes;
      const fate = hasRoom ? this.take(block, transaction) : "waits";
      if (fate === "taken" && envelope && key) await this.unshield(block, envelope, key);
      if (fate !== "waits") continue;
      waiting.add(transaction.sender);
      if (!isForeign) skipped += 1;
    }
  }

  /** What becomes of a transaction that this block has room for; one that can never be taken leaves the pool. */
  private take(block: OpenBlock, transaction: PoolTransaction): "taken" | "refused" | "waits" {
    try {
      block.apply(transaction.extrinsic);
      return "taken";
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (isFullness(error)) return "waits";
      this.parts.pool.refuse(transaction, error);
      return "refused";
    }
  }

  /**
   * Puts what an envelope holds right after its wrapper. What is no good extrinsic is left out, and the wrapper stays: it
   * has paid. Source: `unshield_and_push_inner_tx` of the block proposer in the chain's fork of the Polkadot SDK.
   */
  private async unshield(block: OpenBlock, envelope: ShieldedTransaction, key: ShieldKeypair): Promise<void> {
    const { runtime } = this.parts;
    const plain = openShielded(envelope, key.secretKey);
    if (plain === undefined) return;
    try {
      const extrinsic = runtime.decodeExtrinsic(plain);
      if (extrinsic.kind === "signed" && (await this.areSigned([extrinsic]))) block.apply(extrinsic);
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof ExtrinsicDecodeError)) throw error;
    }
  }

  private async execute(request: DecidedBlock, extrinsics: readonly Extrinsic[]): Promise<Made> {
    const { block, inherents } = this.open(request);
    const slices = new Slices();
    for (const extrinsic of extrinsics) {
      await slices.breathe();
      try {
        block.apply(extrinsic);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        throw invalidBlock(request.height, error.message, error);
      }
    }
    return { request, block: block.seal(), inherents };
  }

  private areSigned(extrinsics: readonly Extrinsic[]): Promise<boolean> {
    const { db, runtime, spec, verifier } = this.parts;
    const env = signatureEnv(this.hashes, db.head.number + 1, spec.config.blockHashCount);
    const signed = extrinsics.filter(({ kind }) => kind === "signed");
    return verifier.verifyAll(signed.map((extrinsic) => runtime.signaturePayload(extrinsic, env)));
  }

  private isMade({ height, time, txs }: DecidedBlock): boolean {
    const made = this.made?.request;
    return (
      made !== undefined &&
      made.height === height &&
      made.time === time &&
      made.txs.length === txs.length &&
      made.txs.every((tx, i) => tx === txs[i] || Buffer.compare(tx, txs[i]!) === 0)
    );
  }
}

/** Only the author's announcement, as the first of all, is in a block without a signature. */
function isStrayInherent({ kind, call }: Extrinsic, index: number): boolean {
  return kind !== "signed" && !(index === 0 && kind === "bare" && isAnnouncement(call));
}

/** No room now is no reason to refuse a transaction for ever. */
function isFullness(error: unknown): boolean {
  return error instanceof TransactionValidityError && error.type === "ExhaustsResources";
}
