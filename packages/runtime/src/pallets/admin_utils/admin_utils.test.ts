import { type AccountId, ROOT, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../testing/harness.ts";
import { S } from "../subtensor/storage.ts";
import * as calls from "./calls/index.ts";

const [alice, bob] = ["Alice", "Bob"].map(account) as [AccountId, AccountId];
const SUBNET = 2;

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
  chain.call(signed(alice), "SubtensorModule", "register_network", { hotkey: account("owner") });
});

const asRoot = (name: string, args: Record<string, unknown>) => chain.failure(ROOT, "AdminUtils", name, args);
const asOwner = (name: string, args: Record<string, unknown>) => chain.failure(signed(alice), "AdminUtils", name, args);
const asOther = (name: string, args: Record<string, unknown>) => chain.failure(signed(bob), "AdminUtils", name, args);

describe("settings of a subnet", () => {
  it("are changed by the owner or root, and by nobody else", () => {
    const args = { netuid: SUBNET, immunity_period: 77 };
    expect(asOther("sudo_set_immunity_period", args)).toBe("BadOrigin");
    expect(asOwner("sudo_set_immunity_period", args)).toBeUndefined();
    expect(S.ImmunityPeriod.get(chain.ctx, SUBNET)).toBe(77);
    expect(chain.eventsOf("SubtensorModule", "ImmunityPeriodSet").at(-1)).toEqual([SUBNET, 77]);
    expect(asRoot("sudo_set_immunity_period", { netuid: SUBNET, immunity_period: 78 })).toBeUndefined();
    expect(S.ImmunityPeriod.get(chain.ctx, SUBNET)).toBe(78);
    expect(asOwner("sudo_set_kappa", { netuid: SUBNET, kappa: 1 })).toBe("BadOrigin");
    expect(asRoot("sudo_set_kappa", { netuid: SUBNET, kappa: 1 })).toBeUndefined();
  });

  it("change once in two tempos by the owner, each for itself; root is not limited", () => {
    const immunity = (period: number) => ({ netuid: SUBNET, immunity_period: period });
    expect(asOwner("sudo_set_immunity_period", immunity(1))).toBeUndefined();
    expect(asOwner("sudo_set_immunity_period", immunity(2))).toBe("SubtensorModule.TxRateLimitExceeded");
    expect(asOwner("sudo_set_rho", { netuid: SUBNET, rho: 3 })).toBeUndefined();
    expect(asRoot("sudo_set_immunity_period", immunity(3))).toBeUndefined();
    expect(
      S.LastRateLimitedBlock.get(chain.ctx, { type: "OwnerHyperparamUpdate", value: [SUBNET, { type: "Rho" }] }),
    ).toBe(1n);
    chain.nextBlock(2 * chain.config.initialTempo);
    expect(asOwner("sudo_set_immunity_period", immunity(4))).toBeUndefined();
  });

  it("are frozen before an epoch, for root as well", () => {
    S.LastEpochBlock.set(chain.ctx, SUBNET, 0n);
    S.AdminFreezeWindow.set(chain.ctx, chain.config.initialTempo);
    const frozen = "SubtensorModule.AdminActionProhibitedDuringWeightsWindow";
    expect(asRoot("sudo_set_tempo", { netuid: SUBNET, tempo: 5 })).toBe(frozen);
    expect(asOwner("sudo_set_rho", { netuid: SUBNET, rho: 1 })).toBe(frozen);
    expect(asRoot("sudo_set_weights_set_rate_limit", { netuid: SUBNET, weights_set_rate_limit: 0n })).toBeUndefined();
    expect(asRoot("sudo_set_admin_freeze_window", { window: 0 })).toBeUndefined();
    expect(asRoot("sudo_set_tempo", { netuid: SUBNET, tempo: 5 })).toBeUndefined();
    expect(S.Tempo.get(chain.ctx, SUBNET)).toBe(5);
    expect(S.LastEpochBlock.get(chain.ctx, SUBNET)).toBe(1n);
  });

  it("need their subnet", () => {
    expect(asRoot("sudo_set_rho", { netuid: 9, rho: 1 })).toBe("AdminUtils.SubnetDoesNotExist");
    expect(asRoot("sudo_set_serving_rate_limit", { netuid: 9, serving_rate_limit: 1n })).toBeUndefined();
  });
});

describe("bounds", () => {
  const refused: readonly (readonly [call: string, args: Record<string, unknown>, error: string])[] = [
    ["sudo_set_max_allowed_uids", { max_allowed_uids: 63 }, "AdminUtils.MaxAllowedUidsLessThanMinAllowedUids"],
    [
      "sudo_set_max_allowed_uids",
      { max_allowed_uids: 257 },
      "AdminUtils.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids",
    ],
    ["sudo_set_min_allowed_uids", { min_allowed_uids: 256 }, "AdminUtils.MinAllowedUidsGreaterThanMaxAllowedUids"],
    ["sudo_set_min_allowed_uids", { min_allowed_uids: 1 }, "AdminUtils.MinAllowedUidsGreaterThanCurrentUids"],
    ["sudo_set_max_allowed_validators", { max_allowed_validators: 257 }, "AdminUtils.MaxValidatorsLargerThanMaxUIds"],
    ["sudo_set_min_burn", { min_burn: 1_000_000_000n }, "AdminUtils.ValueNotInBounds"],
    ["sudo_set_max_burn", { max_burn: 100_000_000n }, "AdminUtils.ValueNotInBounds"],
    ["sudo_set_burn_half_life", { burn_half_life: 0 }, "AdminUtils.InvalidValue"],
    ["sudo_set_burn_half_life", { burn_half_life: 36_101 }, "AdminUtils.InvalidValue"],
    ["sudo_set_burn_increase_mult", { burn_increase_mult: (1n << 64n) - 1n }, "AdminUtils.InvalidValue"],
    ["sudo_set_burn_increase_mult", { burn_increase_mult: (3n << 64n) + 1n }, "AdminUtils.InvalidValue"],
    ["sudo_set_activity_cutoff", { activity_cutoff: 359 }, "SubtensorModule.ActivityCutoffTooLow"],
    ["sudo_set_commit_reveal_weights_interval", { interval: 101n }, "SubtensorModule.RevealPeriodTooLarge"],
    ["sudo_set_commit_reveal_weights_interval", { interval: 0n }, "SubtensorModule.RevealPeriodTooSmall"],
    ["sudo_set_alpha_values", { alpha_low: 2_000, alpha_high: 3_000 }, "SubtensorModule.LiquidAlphaDisabled"],
    ["sudo_set_owner_immune_neuron_limit", { immune_neurons: 0 }, "SubtensorModule.InvalidValue"],
    ["sudo_set_owner_immune_neuron_limit", { immune_neurons: 11 }, "SubtensorModule.InvalidValue"],
    ["sudo_set_min_childkey_take_per_subnet", { take: 11_797 }, "AdminUtils.InvalidValue"],
    ["sudo_set_mechanism_count", { mechanism_count: 0 }, "SubtensorModule.InvalidValue"],
    ["sudo_set_mechanism_count", { mechanism_count: 2 }, "SubtensorModule.TooManyUIDsPerMechanism"],
    ["sudo_set_mechanism_emission_split", { maybe_split: [1] }, "SubtensorModule.InvalidValue"],
    ["sudo_set_network_pow_registration_allowed", { registration_allowed: true }, "AdminUtils.POWRegistrationDisabled"],
  ];
  it.each(refused)("%s %o", (call, args, error) => {
    expect(asRoot(call, { netuid: SUBNET, ...args })).toBe(error);
  });

  it("keep the neurons that are there", () => {
    S.MinAllowedUids.set(chain.ctx, SUBNET, 0);
    expect(asRoot("sudo_set_max_allowed_uids", { netuid: SUBNET, max_allowed_uids: 0 })).toBe(
      "AdminUtils.MaxAllowedUIdsLessThanCurrentUIds",
    );
  });

  it("hold owners tighter than root", () => {
    const average = { netuid: SUBNET, bonds_moving_average: 975_001n };
    expect(asOwner("sudo_set_bonds_moving_average", average)).toBe("AdminUtils.BondsMovingAverageMaxReached");
    expect(asRoot("sudo_set_bonds_moving_average", average)).toBeUndefined();
    const steepness = { netuid: SUBNET, steepness: -1 };
    expect(asOwner("sudo_set_alpha_sigmoid_steepness", steepness)).toBe("AdminUtils.NegativeSigmoidSteepness");
    expect(asRoot("sudo_set_alpha_sigmoid_steepness", steepness)).toBeUndefined();
  });

  it("of liquid alpha", () => {
    const set = (low: number, high: number) =>
      asRoot("sudo_set_alpha_values", { netuid: SUBNET, alpha_low: low, alpha_high: high });
    expect(asOwner("sudo_set_liquid_alpha_enabled", { netuid: SUBNET, enabled: true })).toBeUndefined();
    expect(set(1_638, 1_637)).toBe("SubtensorModule.AlphaHighTooLow");
    expect(set(1_637, 1_638)).toBe("SubtensorModule.AlphaLowOutOfRange");
    expect(set(1_640, 1_639)).toBe("SubtensorModule.AlphaLowOutOfRange");
    expect(set(1_638, 1_638)).toBeUndefined();
    expect(S.AlphaValues.get(chain.ctx, SUBNET)).toEqual([1_638, 1_638]);
  });

  it("keep root out of what only subnets have", () => {
    for (const call of ["sudo_set_owner_cut_enabled", "sudo_set_subnet_emission_enabled"]) {
      expect(asRoot(call, { netuid: 0, enabled: false })).toBe("AdminUtils.NotPermittedOnRootSubnet");
    }
  });
});

describe("settings of the chain", () => {
  it("are root's", () => {
    expect(asOwner("sudo_set_network_rate_limit", { rate_limit: 5n })).toBe("BadOrigin");
    expect(asRoot("sudo_set_network_rate_limit", { rate_limit: 5n })).toBeUndefined();
    expect(S.NetworkRateLimit.get(chain.ctx)).toBe(5n);
    expect(asRoot("sudo_set_max_epochs_per_block", { max_epochs_per_block: 0 })).toBe("AdminUtils.ValueNotInBounds");
    expect(asRoot("sudo_set_total_issuance", { total_issuance: 0n })).toBe("AdminUtils.Deprecated");
    expect(asRoot("sudo_set_stake_threshold", { min_stake: 9n })).toBeUndefined();
    expect(chain.eventsOf("SubtensorModule", "StakeThresholdSet")).toEqual([9n]);
  });
});

describe("the owner's hotkey", () => {
  it("changes once a week of blocks, by root as well", () => {
    const args = { netuid: SUBNET, hotkey: bob };
    expect(asOther("sudo_set_sn_owner_hotkey", args)).toBe("BadOrigin");
    expect(asRoot("sudo_set_sn_owner_hotkey", { ...args, netuid: 9 })).toBe("SubtensorModule.SubnetNotExists");
    expect(asOwner("sudo_set_subnet_owner_hotkey", args)).toBeUndefined();
    expect(S.SubnetOwnerHotkey.get(chain.ctx, SUBNET)).toBe(bob);
    expect(asRoot("sudo_set_sn_owner_hotkey", args)).toBe("SubtensorModule.TxRateLimitExceeded");
    chain.nextBlock(Number(chain.config.setSNOwnerHotkeyRateLimit));
    expect(asRoot("sudo_set_sn_owner_hotkey", args)).toBeUndefined();
  });
});

describe("the calls", () => {
  it("have the chain's indices, each once", () => {
    const indices = Object.values(calls).map(({ index }) => index);
    expect(new Set(indices).size).toBe(indices.length);
    expect(indices.length).toBe(71);
  });
});
