/** What each type of proxy may do: the rules of `runtime/src/lib.rs` (define_proxy_filters). */
import type { CallValue } from "@myelin/frame";
import type { ProxyTypeName } from "./types.ts";

/** Beyond the call itself: an argument under a limit, or a nested call that must be the named one. */
export type Condition =
  | { readonly argument: string; readonly below: bigint }
  | { readonly nested: string; readonly pallet: string; readonly call: string };

/** A call, or all calls of a pallet. */
export interface CallRule {
  readonly pallet: string;
  readonly call: string | undefined;
  readonly condition?: Condition;
}

export type ProxyRule =
  | { readonly mode: "AllowAll" | "DenyAll" }
  | { readonly mode: "Allow"; readonly calls: readonly CallRule[]; readonly except: readonly CallRule[] }
  | { readonly mode: "Deny"; readonly calls: readonly CallRule[] };

/** 0.5 TAO, and 0.5 alpha. */
const SMALL_TRANSFER_LIMIT = 500_000_000n;

function callsOf(pallet: string, names: string): CallRule[] {
  return names.split(" ").map((name) => ({ pallet, call: name === "*" ? undefined : name }));
}
const balances = (names: string) => callsOf("Balances", names);
const subtensor = (names: string) => callsOf("SubtensorModule", names);
const admin = (names: string) => callsOf("AdminUtils", names);

const allow = (calls: readonly CallRule[], except: readonly CallRule[] = []): ProxyRule => ({
  mode: "Allow",
  calls,
  except,
});
const deny = (...calls: CallRule[][]): ProxyRule => ({ mode: "Deny", calls: calls.flat() });
const small = (rule: CallRule, argument: string): CallRule => ({
  ...rule,
  condition: { argument, below: SMALL_TRANSFER_LIMIT },
});

const NOTHING: ProxyRule = { mode: "DenyAll" };
const COLDKEY_SWAP =
  "announce_coldkey_swap swap_coldkey_announced clear_coldkey_swap_announcement dispute_coldkey_swap";
const ANY_COLDKEY_SWAP = `schedule_swap_coldkey swap_coldkey ${COLDKEY_SWAP}`;

/** In the order in which the chain tells them. */
export const PROXY_RULES: Readonly<Record<ProxyTypeName, ProxyRule>> = {
  Any: { mode: "AllowAll" },
  NonTransfer: deny(balances("*"), subtensor(`transfer_stake ${ANY_COLDKEY_SWAP}`)),
  NonFungible: deny(
    balances("*"),
    subtensor("add_stake add_stake_limit remove_stake remove_stake_limit remove_stake_full_limit unstake_all"),
    subtensor("unstake_all_alpha swap_stake swap_stake_limit move_stake transfer_stake burned_register root_register"),
    subtensor(`${ANY_COLDKEY_SWAP} swap_hotkey swap_hotkey_v2`),
  ),
  Transfer: allow([
    ...balances("transfer_keep_alive transfer_allow_death transfer_all"),
    ...subtensor("transfer_stake"),
  ]),
  SmallTransfer: allow([
    ...balances("transfer_keep_alive transfer_allow_death").map((rule) => small(rule, "value")),
    ...subtensor("transfer_stake").map((rule) => small(rule, "alpha_amount")),
  ]),
  Owner: allow(
    [...admin("*"), ...subtensor("set_subnet_identity update_symbol")],
    admin("sudo_set_sn_owner_hotkey sudo_set_subnet_owner_hotkey"),
  ),
  NonCritical: deny(
    subtensor("dissolve_network root_register burned_register"),
    callsOf("Sudo", "*"),
    subtensor(COLDKEY_SWAP),
  ),
  Triumvirate: NOTHING,
  Senate: NOTHING,
  Governance: NOTHING,
  Staking: allow([
    ...subtensor("add_stake remove_stake unstake_all unstake_all_alpha swap_stake swap_stake_limit move_stake"),
    ...subtensor("add_stake_limit remove_stake_limit remove_stake_full_limit set_root_claim_type"),
  ]),
  Registration: allow(subtensor("burned_register register register_limit")),
  RootWeights: NOTHING,
  ChildKeys: allow(subtensor("set_children set_childkey_take")),
  SudoUncheckedSetCode: allow(
    callsOf("Sudo", "sudo_unchecked_weight").map((rule) => ({
      ...rule,
      condition: { nested: "call", pallet: "System", call: "set_code" },
    })),
  ),
  SwapHotkey: allow(subtensor("swap_hotkey swap_hotkey_v2")),
  SubnetLeaseBeneficiary: allow([
    ...subtensor("start_call"),
    ...admin("sudo_set_serving_rate_limit sudo_set_min_difficulty sudo_set_max_difficulty"),
    ...admin("sudo_set_weights_version_key sudo_set_adjustment_alpha sudo_set_immunity_period"),
    ...admin("sudo_set_min_allowed_weights sudo_set_kappa sudo_set_rho sudo_set_activity_cutoff"),
    ...admin("sudo_set_network_registration_allowed sudo_set_network_pow_registration_allowed sudo_set_max_burn"),
    ...admin("sudo_set_bonds_moving_average sudo_set_bonds_penalty sudo_set_commit_reveal_weights_enabled"),
    ...admin("sudo_set_liquid_alpha_enabled sudo_set_alpha_values sudo_set_commit_reveal_weights_interval"),
    ...admin("sudo_set_toggle_transfer sudo_set_subnet_emission_enabled sudo_set_min_childkey_take_per_subnet"),
  ]),
  RootClaim: allow(subtensor("claim_root")),
};

/** Types of a governance that no longer exists. */
const DEPRECATED: ReadonlySet<ProxyTypeName> = new Set(["Triumvirate", "Senate", "Governance", "RootWeights"]);

export const isDeprecated = (type: ProxyTypeName): boolean => DEPRECATED.has(type);

/** Whether a proxy of this type may make the call. */
export function mayCall(type: ProxyTypeName, call: CallValue): boolean {
  const rule = PROXY_RULES[type];
  switch (rule.mode) {
    case "AllowAll":
      return true;
    case "DenyAll":
      return false;
    case "Allow":
      return rule.calls.some((entry) => matches(entry, call)) && !rule.except.some((entry) => matches(entry, call));
    case "Deny":
      return !rule.calls.some((entry) => matches(entry, call));
  }
}

function matches({ pallet, call, condition }: CallRule, value: CallValue): boolean {
  if (value.type !== pallet || (call !== undefined && value.value.type !== call)) return false;
  if (condition === undefined) return true;
  const args = value.value.value;
  if ("argument" in condition) return (args[condition.argument] as bigint) < condition.below;
  const nested = args[condition.nested] as CallValue;
  return nested.type === condition.pallet && nested.value.type === condition.call;
}

/** Whether a proxy of type `a` may do all that one of type `b` may; what `a` may add or remove. */
export function isSuperset(a: ProxyTypeName, b: ProxyTypeName): boolean {
  if (a === b || a === "Any") return true;
  if (b === "Any") return false;
  if (a === "NonTransfer") return b !== "Transfer" && b !== "SmallTransfer";
  return a === "Transfer" && b === "SmallTransfer";
}
