/**
 * The guards of SubtensorModule in the order of the chain (`runtime/src/lib.rs`, DispatchExtension). CheckEvmKeyAssociation
 * joins them together with the call it is for.
 */
import type { AccountId, CallValue, Context, DispatchGuard } from "@myelin/frame";
import { checkColdkeySwap } from "./check_coldkey_swap.ts";
import { checkDelegateTake } from "./check_delegate_take.ts";
import { checkRateLimits } from "./check_rate_limits.ts";
import { checkServingEndpoints } from "./check_serving_endpoints.ts";
import { checkWeights } from "./check_weights.ts";
import type { CallGuard } from "./guard.ts";

const GUARDS: readonly CallGuard[] = [
  checkColdkeySwap,
  checkWeights,
  checkRateLimits,
  checkDelegateTake,
  checkServingEndpoints,
];

/** @throws the first error of SubtensorModule that a guard finds. */
export function checkGuards(ctx: Context, who: AccountId, call: CallValue): void {
  for (const guard of GUARDS) if (guard.appliesTo(call)) guard.check(ctx, who, call);
}

/** The guards as the dispatcher runs them; only signed calls are checked. */
export const dispatchGuards: readonly DispatchGuard[] = GUARDS.map((guard) => ({
  name: guard.name,
  check(ctx, origin, call) {
    if (origin.type === "Signed" && guard.appliesTo(call)) guard.check(ctx, origin.account, call);
  },
}));
