/**
 * A chain in memory for tests: genesis, an open block, calls with any origin, signed extrinsics, and time that passes.
 *
 * ```ts
 * const chain = new TestChain();
 * chain.call(signed(ALICE), "Balances", "transfer_keep_alive", { dest: id(BOB), value: 1_000n });
 * expect(chain.eventsOf("Balances", "Transfer")).toHaveLength(1);
 * chain.nextBlock();
 * ```
 */
import {
  type AccountId,
  type AppliedResult,
  type BlockExecutor,
  type CallValue,
  type Context,
  type DispatchFailure,
  type EraValue,
  type Extrinsic,
  type Hash,
  IMMORTAL,
  type MultiAddressValue,
  type Origin,
  type PostDispatchInfo,
  type Runtime,
  type StateChanges,
} from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { type Keypair, keypairFromUri } from "@myelin/primitives/keys";
import { u32, u64 } from "@myelin/primitives/scale";
import { developmentConfig, type RuntimeConfig } from "../config.ts";
import { developmentGenesis, type Genesis } from "../genesis.ts";
import { slotDigest, slotDuration } from "../pallets/aura/slots.ts";
import { accountNonce } from "../pallets/system/accounts.ts";
import { TIMESTAMP_INHERENT } from "../pallets/timestamp/inherent.ts";
import { createMyelinRuntime } from "../runtime.ts";
import { MemoryState } from "./memory-state.ts";

/** A well-known development key, by name: `account("Alice")`. */
export const account = (name: string): AccountId => keypairFromUri(`//${name}`).accountId;

/** An account as calls name it. */
export const id = (who: AccountId): MultiAddressValue => ({ type: "Id", value: who });

/** A call value. */
export const callOf = (pallet: string, name: string, args: Record<string, unknown> = {}): CallValue => ({
  type: pallet,
  value: { type: name, value: args },
});

export interface TestChainOptions {
  /** Differences from the development configuration. */
  readonly config?: Partial<RuntimeConfig>;
  readonly genesis?: Genesis;
  /** A runtime of fewer pallets; the whole one unless given. */
  readonly runtime?: Runtime;
}

export interface SignOptions {
  readonly nonce?: number;
  readonly tip?: bigint;
  readonly era?: EraValue;
  readonly mode?: "Disabled" | "Enabled";
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Made once for all tests of a file: assembling takes longer than most of them. */
const developmentRuntime = once(() => createMyelinRuntime(developmentConfig));
const defaultGenesis = once(() => developmentGenesis());

/** Milliseconds since 1970 of block 0. */
const START = 1_760_000_000_000n;

export class TestChain {
  readonly runtime: Runtime;
  readonly state: MemoryState;
  readonly config: RuntimeConfig;
  readonly genesisHash: Hash;
  #executor: BlockExecutor;
  #number = 0;
  #parent: Hash;

  constructor({ config, genesis, runtime }: TestChainOptions = {}) {
    this.config = { ...developmentConfig, ...config };
    this.runtime = runtime ?? (config ? createMyelinRuntime(this.config) : developmentRuntime());
    this.state = new MemoryState(this.runtime.buildGenesis(genesis ?? defaultGenesis()));
    this.genesisHash = testHash(0);
    this.#parent = this.genesisHash;
    this.#executor = this.#open();
  }

  /** Context of the open block. */
  get ctx(): Context {
    return this.#executor.context;
  }

  /** Number of the open block. */
  get number(): number {
    return this.#number;
  }

  /** Dispatches a call. @throws DispatchFailure */
  dispatch(origin: Origin, call: CallValue): PostDispatchInfo {
    return this.ctx.dispatch(origin, call);
  }

  /** Dispatches a call by name. @throws DispatchFailure */
  call(origin: Origin, pallet: string, name: string, args: Record<string, unknown> = {}): PostDispatchInfo {
    return this.dispatch(origin, callOf(pallet, name, args));
  }

  /** Applies an extrinsic to the open block. @throws TransactionValidityError */
  apply(extrinsic: Uint8Array | Extrinsic): AppliedResult {
    return this.#executor.applyExtrinsic(extrinsic);
  }

  /** A signed extrinsic of `key`; its nonce is the account's next unless given. */
  sign(
    key: Keypair,
    call: CallValue,
    { nonce, tip = 0n, era = IMMORTAL, mode = "Disabled" }: SignOptions = {},
  ): Uint8Array {
    const extra = [
      {},
      {},
      {},
      {},
      era,
      nonce ?? accountNonce(this.ctx, key.accountId),
      {},
      tip,
      {},
      {},
      {},
      {},
      { mode },
    ];
    const message = this.runtime.signingPayload(call, extra, this.signatureEnv());
    const signature = { type: "Sr25519", value: key.sign(message) } as const;
    return this.runtime.encodeSigned(call, id(key.accountId), signature, extra);
  }

  signatureEnv() {
    return {
      genesisHash: this.genesisHash,
      blockNumber: this.#number,
      blockHash: (number: number) => (number < this.#number ? testHash(number) : undefined),
    };
  }

  /** Closes the open block and opens the next, `count` times. */
  nextBlock(count = 1, onChanges?: (changes: StateChanges) => void): void {
    for (let i = 0; i < count; i++) {
      const { changes } = this.#executor.finish();
      onChanges?.(changes);
      this.state.apply(changes);
      this.#parent = testHash(this.#number);
      this.#executor = this.#open();
    }
  }

  /** Values of the open block's events of one kind. */
  eventsOf(pallet: string, name: string): unknown[] {
    return this.#executor.context.events
      .map(({ event }) => event)
      .filter((event) => event.type === pallet && event.value.type === name)
      .map((event) => event.value.value);
  }

  /** Names of the open block's events, in order: `Balances.Transfer`. */
  eventNames(): string[] {
    return this.#executor.context.events.map(({ event }) => `${event.type}.${event.value.type}`);
  }

  /** Name of the error a failure stands for: `Balances.InsufficientBalance`, `Token.Frozen`, `BadOrigin`. */
  errorName(failure: Pick<DispatchFailure, "error">): string {
    const { error } = failure;
    const module = this.runtime.describeError(error);
    if (module) return `${module.pallet}.${module.name}`;
    return "value" in error && typeof error.value === "string" ? `${error.type}.${error.value}` : error.type;
  }

  /** Runs a call that must fail and names its error; `undefined` if it does not fail. */
  failure(origin: Origin, pallet: string, name: string, args: Record<string, unknown> = {}): string | undefined {
    try {
      this.call(origin, pallet, name, args);
      return undefined;
    } catch (error) {
      if (error instanceof Error && "error" in error) return this.errorName(error as DispatchFailure);
      throw error;
    }
  }

  #open(): BlockExecutor {
    this.#number += 1;
    const now = START + BigInt(this.#number) * BigInt(this.config.blockTime);
    const executor = this.runtime.startBlock(this.state, {
      number: this.#number,
      parentHash: this.#parent,
      digest: [slotDigest(now / slotDuration(this.config))],
    });
    const inherents = executor.inherents(new Map([[TIMESTAMP_INHERENT, u64.encode(now)]]));
    for (const inherent of inherents) executor.applyExtrinsic(inherent);
    return executor;
  }
}

/** Stands for the hash of a block: tests have no state roots. */
const testHash = (number: number): Hash => toHex(blake2b256(u32.encode(number)));
