import type { Context } from "./context.ts";
import type { DispatchErrorValue } from "./dispatch-error.ts";
import type { EventRecordValue } from "./events.ts";
import type { DigestItemValue, Hash } from "./types/index.ts";
import type { DispatchInfo, WeightValue } from "./weight.ts";

/** What the node knows of a block before it is executed. */
export interface BlockHeader {
  readonly number: number;
  readonly parentHash: Hash;
  readonly digest: readonly DigestItemValue[];
}

/** Outcome of a dispatched extrinsic together with what it cost. */
export type AppliedResult = { readonly ok: true } | { readonly ok: false; readonly error: DispatchErrorValue };

/**
 * What the executor needs from the System pallet. The pallet owns the storage (Number, ParentHash, Digest, Events,
 * ExtrinsicData …); the executor owns the order in which things happen.
 *
 * Source: `substrate/frame/executive/src/lib.rs` and `substrate/frame/system/src/lib.rs` of polkadot-sdk.
 */
export interface SystemInterface {
  /** Start of a block: number, parent hash, digest, the ring of block hashes; resets what the last block left. */
  initialise(ctx: Context, header: BlockHeader): void;
  /** After every `on_initialize`: `weight` is what they used; counts as mandatory, with the base weight of a block. */
  noteInitialised?(ctx: Context, weight: WeightValue): void;
  /** Keeps the bytes of extrinsic `index` until the block ends. Called before it is applied. */
  noteExtrinsic(ctx: Context, index: number, bytes: Uint8Array): void;
  /**
   * After extrinsic number `index` was dispatched: deposits ExtrinsicSuccess or ExtrinsicFailed and counts it.
   * `weight` is the weight after correction, extensions included; `paysFee` after correction.
   */
  noteApplied(
    ctx: Context,
    index: number,
    result: AppliedResult,
    info: DispatchInfo,
    post: { weight: WeightValue; paysFee: boolean },
  ): void;
  /** All extrinsics are in: called before the pallets' `on_finalize`. */
  noteFinishedExtrinsics(ctx: Context): void;
  /** End of a block: writes Events and EventCount, clears what lives for one block, returns the digest of the header. */
  finalise(ctx: Context, events: readonly EventRecordValue[]): { digest: readonly DigestItemValue[] };
}
