/** The two kinds of settings, and the checks all of a kind share (`pallets/admin-utils/src/lib.rs`). */
import {
  type AccountId,
  type CallDefinition,
  type Context,
  call,
  ensure,
  ensureRoot,
  type NamedFields,
  type Origin,
  type StructOf,
  type Type,
  type WeightValue,
} from "@myelin/frame";
import { ifSubnetExist } from "../subtensor/subnets/subnet.ts";
import {
  ensureAdminWindowOpen,
  ensureOwnerOrRootWithLimit,
  ensureSubnetOwnerOrRoot,
  recordOwnerChange,
} from "../subtensor/utils/owner.ts";
import type { RateLimit } from "../subtensor/utils/rate_limiting.ts";
import { Err } from "./errors.ts";

interface Setting<F extends NamedFields> {
  readonly index: number;
  readonly args: F;
  readonly weight: WeightValue;
  readonly docs: string;
}

interface ChainSetting<F extends NamedFields> extends Setting<F> {
  apply(ctx: Context, args: StructOf<F>): void;
}

/** Of a subnet: the netuid and further arguments. */
type SubnetFields = NamedFields & { readonly netuid: Type<number> };

interface SubnetSetting<F extends SubnetFields> extends Setting<F> {
  /** Who may change it: root alone, the owner too without limit, or the owner too at most so often. */
  readonly by: "root" | "owner" | RateLimit;
  /** Whether it is frozen shortly before an epoch. */
  readonly window: boolean;
  /** Whether it may be set before the subnet exists; it must exist unless said. */
  readonly anySubnet?: boolean;
  readonly class?: "operational";
  /** Stores it; throws when the value is not allowed. `owner` is undefined for root. */
  apply(ctx: Context, args: StructOf<F>, owner: AccountId | undefined): void;
}

/** A setting of the whole chain: root changes it. */
export function chainSetting<const F extends NamedFields>(setting: ChainSetting<F>): CallDefinition<F> {
  return call({
    ...descriptionOf(setting),
    run(ctx, origin, args) {
      ensureRoot(origin);
      setting.apply(ctx, args);
    },
  });
}

/**
 * A setting of a subnet. Fails with BadOrigin, TxRateLimitExceeded, AdminActionProhibitedDuringWeightsWindow,
 * SubnetDoesNotExist, or what the setting itself refuses.
 */
export function subnetSetting<const F extends SubnetFields>(setting: SubnetSetting<F>): CallDefinition<F> {
  const { by } = setting;
  return call({
    ...descriptionOf(setting),
    ...(setting.class && { class: setting.class }),
    run(ctx, origin, args) {
      const netuid = args.netuid as number;
      const owner = ensureMayChange(ctx, origin, netuid, by);
      if (setting.window) ensureAdminWindowOpen(ctx, netuid);
      ensure(setting.anySubnet || ifSubnetExist(ctx, netuid), Err.SubnetDoesNotExist);
      setting.apply(ctx, args, owner);
      if (typeof by === "object") recordOwnerChange(ctx, owner, netuid, by);
    },
  });
}

function ensureMayChange(
  ctx: Context,
  origin: Origin,
  netuid: number,
  by: SubnetSetting<SubnetFields>["by"],
): AccountId | undefined {
  if (by === "owner") return ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  if (by !== "root") return ensureOwnerOrRootWithLimit(ctx, origin, netuid, by);
  ensureRoot(origin);
  return undefined;
}

function descriptionOf<F extends NamedFields>({ index, args, weight, docs }: Setting<F>): Setting<F> {
  return { index, args, weight, docs };
}
