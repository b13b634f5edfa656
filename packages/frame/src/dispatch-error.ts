import { MyelinError } from "@myelin/primitives/errors";
import type { ArithmeticError, DispatchErrorValue, TokenError, TransactionalError, ValueOf } from "./types/index.ts";
import type { PostDispatchInfo } from "./weight.ts";

export type { DispatchErrorValue } from "./types/index.ts";

/**
 * A call that failed on purpose: storage and events of the call are rolled back and the error is recorded. Any other
 * exception in a pallet is a defect of the runtime.
 */
export class DispatchFailure extends MyelinError {
  /** The error as it is encoded. Of a pallet's own errors it is complete once the failure has passed a dispatch. */
  error: DispatchErrorValue;
  /** What the failed call corrects, such as a lower weight. */
  readonly post: PostDispatchInfo;

  constructor(error: DispatchErrorValue, message: string, post: PostDispatchInfo = {}) {
    super("DISPATCH_FAILED", message);
    this.error = error;
    this.post = post;
  }
}

const plain = (error: DispatchErrorValue, message: string) => new DispatchFailure(error, message);

/** Errors that no pallet declares. */
export const dispatchError = {
  other: (message = "other error") => plain({ type: "Other" }, message),
  cannotLookup: () => plain({ type: "CannotLookup" }, "the account cannot be looked up"),
  badOrigin: () => plain({ type: "BadOrigin" }, "the origin may not do this"),
  consumerRemaining: () => plain({ type: "ConsumerRemaining" }, "a consumer of the account remains"),
  noProviders: () => plain({ type: "NoProviders" }, "the account has no providers"),
  tooManyConsumers: () => plain({ type: "TooManyConsumers" }, "the account has too many consumers"),
  token: (value: ValueOf<typeof TokenError>) => plain({ type: "Token", value }, `token error: ${value}`),
  arithmetic: (value: ValueOf<typeof ArithmeticError>) =>
    plain({ type: "Arithmetic", value }, `arithmetic error: ${value}`),
  transactional: (value: ValueOf<typeof TransactionalError>) =>
    plain({ type: "Transactional", value }, `transactional error: ${value}`),
  exhausted: () => plain({ type: "Exhausted" }, "resources exhausted"),
  corruption: () => plain({ type: "Corruption" }, "the state is corrupt"),
  unavailable: () => plain({ type: "Unavailable" }, "a resource is unavailable"),
  rootNotAllowed: () => plain({ type: "RootNotAllowed" }, "root may not do this"),
};
