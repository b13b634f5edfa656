import { DispatchFailure } from "../dispatch-error.ts";
import { completeError } from "../errors.ts";
import { NONE, type Origin, signed } from "../origin.ts";
import type { AppliedResult } from "../system-interface.ts";
import type { AccountId, Extrinsic } from "../types/index.ts";
import {
  combineValidity,
  invalid,
  type TransactionSource,
  unknown,
  VALID,
  type ValidTransaction,
} from "../validity.ts";
import { type DispatchInfo, minWeights, type PostDispatchInfo, subtractWeights, type WeightValue } from "../weight.ts";
import type { Assembly } from "./assembly.ts";
import type { BlockContext } from "./block-context.ts";
import { MAX_POOL_CALL_DEPTH, signerOf } from "./extrinsic.ts";

type Corrected = { weight: WeightValue; paysFee: boolean };

/**
 * Validates and applies extrinsics. Extensions weigh nothing: the chain's extrinsics are those of Frontier, whose dispatch
 * info is the call's alone (`primitives/self-contained/src/checked_extrinsic.rs`). In the order of `substrate/frame/executive/src/lib.rs`: extensions validate, then
 * prepare; the call runs; extensions do their work after it; System notes the result. Signatures are the caller's work.
 */
export class Applier {
  readonly #assembly: Assembly;

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  /** What the pool needs to know. May leave changes in the state: run it in a transaction that is dropped. */
  validate(ctx: BlockContext, extrinsic: Extrinsic, source: TransactionSource): ValidTransaction {
    if (extrinsic.kind === "general") throw invalid("UnknownOrigin");
    if (extrinsic.callDepth > MAX_POOL_CALL_DEPTH) throw invalid("Call");
    const info = ctx.dispatchInfo(extrinsic.call);
    if (info.class === "mandatory") throw invalid("MandatoryValidation");
    if (extrinsic.kind === "signed") return this.#validateSigned(ctx, signerOf(extrinsic), extrinsic, info, source);
    return this.#validateBare(ctx, extrinsic, info, source);
  }

  /** Applies one extrinsic as number `index` of the block. Throws a TransactionValidityError if it may not be there. */
  apply(ctx: BlockContext, extrinsic: Extrinsic, index: number): AppliedResult {
    const { system } = this.#assembly.definition;
    if (extrinsic.kind === "general") throw invalid("UnknownOrigin");
    system.noteExtrinsic(ctx, index, extrinsic.bytes);
    const info = ctx.dispatchInfo(extrinsic.call);
    const [result, post] =
      extrinsic.kind === "signed" ? this.#applySigned(ctx, extrinsic, info) : this.#applyBare(ctx, extrinsic, info);
    if (!result.ok && info.class === "mandatory") throw invalid("BadMandatory");
    system.noteApplied(ctx, index, result, info, post);
    return result;
  }

  #validateSigned(
    ctx: BlockContext,
    who: AccountId,
    { call, extra, bytes }: Extrinsic,
    info: DispatchInfo,
    source: TransactionSource,
  ): ValidTransaction {
    let validity = VALID;
    this.#assembly.definition.extensions.forEach((extension, i) => {
      const part = extension.validate?.(ctx, who, call, extra[i], info, bytes.length, source);
      if (part) validity = combineValidity(validity, part);
    });
    return validity;
  }

  #validateBare(
    ctx: BlockContext,
    { call, bytes }: Extrinsic,
    info: DispatchInfo,
    source: TransactionSource,
  ): ValidTransaction {
    const pallet = this.#assembly.pallet(call.type);
    const inherent = source === "InBlock" && pallet.inherent?.isInherent(call);
    if (!inherent && !pallet.validateUnsigned) throw unknown("NoUnsignedValidator");
    let validity = inherent ? VALID : combineValidity(VALID, pallet.validateUnsigned!(ctx, call, source));
    for (const extension of this.#assembly.definition.extensions) {
      const part = extension.bareValidate?.(ctx, call, info, bytes.length);
      if (part) validity = combineValidity(validity, part);
    }
    return validity;
  }

  #applySigned(ctx: BlockContext, extrinsic: Extrinsic, info: DispatchInfo): [AppliedResult, Corrected] {
    const { extensions } = this.#assembly.definition;
    const { call, extra, bytes } = extrinsic;
    const who = signerOf(extrinsic);
    this.#validateSigned(ctx, who, extrinsic, info, "InBlock");
    const prepared = extensions.map((extension, i) =>
      extension.prepare?.(ctx, who, call, extra[i], info, bytes.length),
    );
    const [result, dispatched] = this.#dispatch(ctx, signed(who), extrinsic);
    let post = corrected(info, dispatched);
    extensions.forEach((extension, i) => {
      const unspent = extension.postDispatch?.(ctx, prepared[i], info, post, bytes.length, result);
      if (unspent) post = { ...post, weight: subtractWeights(post.weight, unspent) };
    });
    return [result, post];
  }

  #applyBare(ctx: BlockContext, extrinsic: Extrinsic, info: DispatchInfo): [AppliedResult, Corrected] {
    const { extensions } = this.#assembly.definition;
    const { call, bytes } = extrinsic;
    this.#validateBare(ctx, extrinsic, info, "InBlock");
    for (const extension of extensions) extension.barePrepare?.(ctx, call, info, bytes.length);
    const [result, dispatched] = this.#dispatch(ctx, NONE, extrinsic);
    const post = corrected(info, dispatched);
    for (const extension of extensions) extension.barePostDispatch?.(ctx, info, post, bytes.length, result);
    return [result, post];
  }

  #dispatch(ctx: BlockContext, origin: Origin, { call }: Extrinsic): [AppliedResult, PostDispatchInfo] {
    try {
      return [{ ok: true }, ctx.dispatch(origin, call)];
    } catch (error) {
      if (!(error instanceof DispatchFailure)) throw error;
      return [{ ok: false, error: completeError(error, ctx.palletIndex) }, error.post];
    }
  }
}

/** What an extrinsic used: never more than announced. */
function corrected(info: DispatchInfo, { actualWeight, paysFee }: PostDispatchInfo): Corrected {
  const weight = actualWeight ? minWeights(actualWeight, info.weight) : info.weight;
  return { weight, paysFee: info.paysFee && (paysFee ?? true) };
}
