import type { AccountId, Extrinsic, Runtime, TransactionValidator, ValidTransaction } from "@myelin/frame";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import { headBlock } from "../chain/header.ts";
import type { SignatureVerifier } from "../signatures/verifier.ts";
import type { StateDb } from "../state/index.ts";
import { BlockHashes } from "./block-hashes.ts";
import { signatureEnv } from "./signature-env.ts";

/** What the pool asks about transactions, always on top of the head. */
export interface PoolBackend {
  readonly head: number;
  /** Longest extrinsic, in bytes. */
  readonly longest: number;
  decode(bytes: Uint8Array): Extrinsic;
  /** Whether the signature is good. @throws {TransactionValidityError} when it cannot be told */
  verify(extrinsic: Extrinsic): Promise<boolean>;
  /** @throws {TransactionValidityError} {@link RuntimePanic} */
  validate(extrinsic: Extrinsic): ValidTransaction;
  /** Nonce of an account in the state. */
  nonce(account: AccountId): number;
}

/** Answers from the runtime and the committed state. */
export class RuntimeBackend implements PoolBackend {
  readonly longest: number;
  private readonly runtime: Runtime;
  private readonly db: StateDb;
  private readonly verifier: SignatureVerifier;
  private readonly hashes: BlockHashes;
  private readonly hashCount: number;
  private validator: { readonly head: number; readonly validator: TransactionValidator } | undefined;

  constructor(
    runtime: Runtime,
    db: StateDb,
    verifier: SignatureVerifier,
    config: { readonly blockLengthLimit: number; readonly blockHashCount: number },
  ) {
    this.runtime = runtime;
    this.db = db;
    this.verifier = verifier;
    this.longest = config.blockLengthLimit;
    this.hashes = new BlockHashes(db);
    this.hashCount = config.blockHashCount;
  }

  get head(): number {
    return this.db.head.number;
  }

  decode(bytes: Uint8Array): Extrinsic {
    return this.runtime.decodeExtrinsic(bytes);
  }

  async verify(extrinsic: Extrinsic): Promise<boolean> {
    const env = signatureEnv(this.hashes, this.head + 1, this.hashCount);
    return this.verifier.verify(this.runtime.signaturePayload(extrinsic, env));
  }

  validate(extrinsic: Extrinsic): ValidTransaction {
    if (this.validator?.head !== this.head) {
      this.validator = { head: this.head, validator: this.runtime.validator(this.db.reader(), this.db.head) };
    }
    return this.validator.validator.validate(extrinsic, "External");
  }

  nonce(account: AccountId): number {
    const block = headBlock(this.db);
    return this.runtime.query(this.db.reader(), block, (ctx) => System.Account.get(ctx, account).nonce);
  }
}
