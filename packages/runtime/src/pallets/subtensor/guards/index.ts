/**
 * What calls must satisfy before they are dispatched, at each level of nesting, and in the pool already
 * (`pallets/subtensor/src/guards`, `extensions/subtensor.rs`).
 */
import type { AccountId, CallValue, Context, StructOf, WeightValue } from "@myelin/frame";
import { addWeights, weight } from "../../../weights.ts";
import type * as calls from "../calls/index.ts";
import { validateServeAxon, validateServePrometheus } from "../subnets/serving.ts";
import { checkColdkeySwap } from "./check_coldkey_swap.ts";
import { checkDelegateTake } from "./check_delegate_take.ts";
import { checkRegisterNetworkRateLimit, checkWeightsRateLimit } from "./check_rate_limits.ts";
import { checkWeights } from "./check_weights.ts";

type Calls = typeof calls;
type Args<Name extends keyof Calls> = StructOf<Calls[Name]["args"]>;

/** The checks of one call, and what they cost. */
interface Guard<Name extends keyof Calls> {
  readonly cost: WeightValue;
  check(ctx: Context, who: AccountId, args: Args<Name>): void;
}

const COLDKEY_SWAP_COST = weight(17_583_000n, 4_198n, 2);
const RATE_LIMIT_COST = weight(35_376_000n, 4_484n, 7);
const WEIGHTS_COST = addWeights(weight(52_958_000n, 7_671n, 11), RATE_LIMIT_COST);
const TAKE_COST = weight(15_378_000n, 4_186n, 3);
const SERVING_COST = weight(19_035_000n, 4_112n, 3);

const GUARDS: { readonly [Name in keyof Calls]?: Guard<Name> } = {
  set_weights: {
    cost: WEIGHTS_COST,
    check(ctx, who, { netuid }) {
      checkWeights(ctx, who, netuid);
      checkWeightsRateLimit(ctx, who, netuid, 0);
    },
  },
  set_mechanism_weights: {
    cost: WEIGHTS_COST,
    check(ctx, who, { netuid, mecid }) {
      checkWeights(ctx, who, netuid);
      checkWeightsRateLimit(ctx, who, netuid, mecid);
    },
  },
  register_network: { cost: RATE_LIMIT_COST, check: (ctx, who) => checkRegisterNetworkRateLimit(ctx, who) },
  increase_take: {
    cost: TAKE_COST,
    check: (ctx, who, { hotkey, take }) => checkDelegateTake(ctx, who, hotkey, take),
  },
  decrease_take: {
    cost: TAKE_COST,
    check: (ctx, who, { hotkey, take }) => checkDelegateTake(ctx, who, hotkey, take),
  },
  serve_axon: {
    cost: SERVING_COST,
    check: (ctx, who, { netuid, ...axon }) => validateServeAxon(ctx, who, netuid, axon),
  },
  serve_axon_tls: {
    cost: SERVING_COST,
    check: (ctx, who, { netuid, ...axon }) => validateServeAxon(ctx, who, netuid, axon),
  },
  serve_prometheus: {
    cost: SERVING_COST,
    check: (ctx, who, { netuid, ...prometheus }) => validateServePrometheus(ctx, who, netuid, prometheus),
  },
};

function guardOf(call: CallValue): Guard<keyof Calls> | undefined {
  if (call.type !== "SubtensorModule") return undefined;
  return GUARDS[call.value.type as keyof Calls] as Guard<keyof Calls> | undefined;
}

/** Checks a call that an account sends. @throws the error of SubtensorModule that refuses it */
export function checkGuards(ctx: Context, who: AccountId, call: CallValue): void {
  checkColdkeySwap(ctx, who, call);
  guardOf(call)?.check(ctx, who, call.value.value as Args<keyof Calls>);
}

/** What the guards of a call cost. */
export function guardsWeight(call: CallValue): WeightValue {
  const guard = guardOf(call);
  return guard ? addWeights(COLDKEY_SWAP_COST, guard.cost) : COLDKEY_SWAP_COST;
}
