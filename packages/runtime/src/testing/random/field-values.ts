import type { Random } from "./random.ts";

/** A value for an argument; `length` is that of the call's lists. */
type FieldValue = (random: Random, length: number) => unknown;

const small =
  (low: number, high: number): FieldValue =>
  (random) =>
    random.between(low, high);
const wide =
  (low: number, high: number): FieldValue =>
  (random) =>
    BigInt(random.between(low, high));
const mostlyTrue: FieldValue = (random) => random.chance(90);
const list = (item: (random: Random, index: number) => unknown): FieldValue => {
  return (random, length) => Array.from({ length }, (_, index) => item(random, index));
};

/**
 * Arguments whose random values would end all activity (a limit of a million blocks, a threshold nobody reaches) or always
 * be refused, by name. All others follow their types.
 */
export const FIELD_VALUES: Readonly<Record<string, FieldValue>> = {
  dests: list((_, index) => index),
  weights: list((random) => random.below(65_536)),
  version_key: () => 0n,
  mecid: small(0, 1),
  ip: (random) => BigInt(random.u32()),
  ip_type: (random) => (random.chance(90) ? 4 : 6),
  min_stake: wide(0, 1_000),
  max_subnets: small(3, 6),
  tempo: small(1, 12),
  max_epochs_per_block: small(0, 4),
  window: small(0, 2),
  epochs: small(0, 1),
  delay: wide(0, 3),
  tx_rate_limit: wide(0, 5),
  rate_limit: wide(0, 5),
  serving_rate_limit: wide(0, 5),
  weights_set_rate_limit: wide(0, 5),
  weights_version_key: () => 0n,
  min_allowed_weights: small(0, 3),
  max_allowed_uids: small(4, 256),
  min_allowed_uids: small(0, 5),
  min: small(0, 5),
  max_registrations_per_block: small(1, 5),
  registration_allowed: mostlyTrue,
  subtoken_enabled: mostlyTrue,
  toggle: mostlyTrue,
  alpha_low: small(1_000, 20_000),
  alpha_high: small(10_000, 65_535),
  burn_increase_mult: (random) => BigInt(random.between(9, 31)) << 61n,
  limit_price: (random) => random.magnitude(50),
  lock_cost: (random) => random.magnitude(40),
  interval: wide(1, 200),
};
