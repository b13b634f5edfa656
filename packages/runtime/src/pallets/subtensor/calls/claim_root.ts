import {
  type AccountId,
  btreeSet,
  type Context,
  call,
  ensure,
  ensureRoot,
  ensureSigned,
  u64,
  type WeightValue,
} from "@myelin/frame";
import { I96F32 } from "@myelin/primitives/fixed";
import { weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { doRootClaim, maybeAddColdkeyIndex } from "../staking/claim_root.ts";
import { S } from "../storage.ts";
import { NetUid, RootClaimTypeEnum } from "../types.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/owner.ts";

/** Most subnets of one claim, most automatic claims of a block, highest threshold in alpha rao (`lib.rs`). */
const MAX_SUBNET_CLAIMS = 5;
const MAX_NUM_ROOT_CLAIMS = 50n;
const MAX_ROOT_CLAIM_THRESHOLD = 10_000_000n;

/** What a claim costs by the positions it looks at (`staking/claim_root.rs`). */
function claimWeight(ctx: Context, coldkey: AccountId, subnets: readonly number[]): WeightValue {
  const hotkeys = S.StakingHotkeys.get(ctx, coldkey);
  const claimable = hotkeys.flatMap((hotkey) => S.RootClaimable.get(ctx, hotkey));
  const claims = claimable.filter(([netuid]) => subnets.includes(netuid)).length;
  const reads = 1 + 3 * hotkeys.length + 7 * claims;
  return weight(60_000_000n * BigInt(claims), 6_987n * BigInt(claims), reads, 5 * claims);
}

export const claim_root = call({
  index: 121,
  args: { subnets: btreeSet(NetUid) },
  weight: weight(138_999_000n, 7_875n, 16, 4),
  docs: "Claims the caller's root dividends of up to five subnets.",
  run(ctx, origin, { subnets }) {
    const coldkey = ensureSigned(origin);
    ensure(subnets.length > 0 && subnets.length <= MAX_SUBNET_CLAIMS, Err.InvalidSubnetNumber);
    maybeAddColdkeyIndex(ctx, coldkey);
    const actualWeight = claimWeight(ctx, coldkey, subnets);
    doRootClaim(ctx, coldkey, new Set(subnets));
    return { actualWeight };
  },
});

export const set_root_claim_type = call({
  index: 122,
  args: { new_root_claim_type: RootClaimTypeEnum },
  weight: weight(18_283_000n, 3_941n, 2, 4),
  docs: "Says whether the caller's root dividends are sold for TAO or kept as alpha.",
  run(ctx, origin, { new_root_claim_type: type }) {
    const coldkey = ensureSigned(origin);
    ensure(type.type !== "KeepSubnets" || type.value.subnets.length > 0, Err.InvalidSubnetNumber);
    maybeAddColdkeyIndex(ctx, coldkey);
    S.RootClaimType.set(ctx, coldkey, type);
    ctx.depositEvent(E.RootClaimTypeSet({ coldkey, root_claim_type: type }));
  },
});

export const sudo_set_num_root_claims = call({
  index: 123,
  args: { new_value: u64 },
  weight: weight(2_735_000n, 0n, 0, 1),
  docs: "Sets the automatic claims of a block; root only.",
  run(ctx, origin, { new_value }) {
    ensureRoot(origin);
    ensure(new_value <= MAX_NUM_ROOT_CLAIMS, Err.InvalidNumRootClaim);
    S.NumRootClaim.set(ctx, new_value);
  },
});

export const sudo_set_root_claim_threshold = call({
  index: 124,
  args: { netuid: NetUid, new_value: u64 },
  weight: weight(5_681_000n, 0n, 0, 1),
  docs: "Sets the smallest claim of a subnet that is paid, in alpha rao; the owner or root.",
  run(ctx, origin, { netuid, new_value }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    ensure(new_value <= MAX_ROOT_CLAIM_THRESHOLD, Err.InvalidRootClaimThreshold);
    S.RootClaimableThreshold.set(ctx, netuid, I96F32.fromNum(new_value));
  },
});
