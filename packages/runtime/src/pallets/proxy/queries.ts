import {
  bool,
  bytes,
  type Context,
  enumeration,
  names,
  option,
  runtimeApi,
  struct,
  u8,
  u128,
  type ValueOf,
  vec,
} from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { adminUtils } from "../admin_utils/index.ts";
import { balances } from "../balances/index.ts";
import { subtensorModule } from "../subtensor/index.ts";
import { sudo } from "../sudo/index.ts";
import { type CallRule, type Condition, isDeprecated, PROXY_RULES } from "./filters.ts";
import { PROXY_TYPES, type ProxyTypeName } from "./types.ts";

const CallCondition = enumeration("subtensor_runtime_common::CallCondition", {
  ParamLessThan: [0, { param_name: bytes, limit: u128 }],
  NestedCallMustBe: [1, { pallet_name: bytes, call_name: bytes }],
});
const CallInfo = struct("subtensor_runtime_common::CallInfo", {
  pallet_name: bytes,
  pallet_index: u8,
  call_name: option(bytes),
  call_index: option(u8),
  condition: option(CallCondition),
});
const FilterMode = names("subtensor_runtime_common::FilterMode", "AllowAll", "DenyAll", "Allow", "Deny");
const ProxyFilterInfo = struct("subtensor_runtime_common::ProxyFilterInfo", {
  proxy_type: u8,
  name: bytes,
  deprecated: bool,
  filter_mode: FilterMode,
  calls: vec(CallInfo),
  exceptions: vec(CallInfo),
});
const ProxyTypeInfo = struct("subtensor_runtime_common::ProxyTypeInfo", { name: bytes, index: u8, deprecated: bool });

/** Calls of the pallets that rules name. */
const CALLS: Readonly<Record<string, Readonly<Record<string, { readonly index: number }>>>> = Object.fromEntries(
  [balances, subtensorModule, adminUtils, sudo].map(({ name, calls }) => [name, calls ?? {}]),
);

/** A rule as clients read it; nothing for a call that this runtime does not have. */
function callInfo(ctx: Context, { pallet, call, condition }: CallRule): ValueOf<typeof CallInfo>[] {
  const known = call === undefined ? undefined : CALLS[pallet]?.[call];
  if (call !== undefined && known === undefined) return [];
  return [
    {
      pallet_name: utf8(pallet),
      pallet_index: ctx.palletIndex(pallet),
      call_name: call === undefined ? undefined : utf8(call),
      call_index: known?.index,
      condition: condition && conditionInfo(condition),
    },
  ];
}

function conditionInfo(condition: Condition): ValueOf<typeof CallCondition> {
  if ("argument" in condition) {
    const value = { param_name: utf8(condition.argument), limit: condition.below };
    return { type: "ParamLessThan", value };
  }
  const value = { pallet_name: utf8(condition.pallet), call_name: utf8(condition.call) };
  return { type: "NestedCallMustBe", value };
}

function filterInfo(ctx: Context, type: ProxyTypeName): ValueOf<typeof ProxyFilterInfo> {
  const rule = PROXY_RULES[type];
  return {
    proxy_type: PROXY_TYPES.indexOf(type),
    name: utf8(type),
    deprecated: isDeprecated(type),
    filter_mode: rule.mode,
    calls: "calls" in rule ? rule.calls.flatMap((entry) => callInfo(ctx, entry)) : [],
    exceptions: "except" in rule ? rule.except.flatMap((entry) => callInfo(ctx, entry)) : [],
  };
}

const TYPES_IN_RULE_ORDER = Object.keys(PROXY_RULES) as ProxyTypeName[];

/** What proxies may do, for wallets that show it (`runtime/src/lib.rs`). */
export const ProxyFilterRuntimeApi = runtimeApi("ProxyFilterRuntimeApi", 1, {
  get_proxy_types: {
    args: {},
    result: vec(ProxyTypeInfo),
    docs: "All types of proxies.",
    run: () => PROXY_TYPES.map((name, index) => ({ name: utf8(name), index, deprecated: isDeprecated(name) })),
  },
  get_proxy_filter: {
    args: { proxy_type: option(u8) },
    result: vec(ProxyFilterInfo),
    docs: "What one type of proxy may do, or all of them.",
    run: (ctx, { proxy_type }) =>
      TYPES_IN_RULE_ORDER.filter((type) => proxy_type === undefined || PROXY_TYPES[proxy_type] === type).map((type) =>
        filterInfo(ctx, type),
      ),
  },
});
