import { type AccountId, type Context, ensure } from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { toHex } from "@myelin/primitives/hex";
import { u32 } from "@myelin/primitives/scale";
import { CROWDLOAN_PALLET_ID, maximumBlockDuration, minimumBlockDuration } from "./constants.ts";
import { Err } from "./errors.ts";
import { S } from "./storage.ts";
import type { CrowdloanInfo } from "./types.ts";

const ACCOUNT_PREFIX = concat(utf8("modl"), CROWDLOAN_PALLET_ID);

/** Account that holds what a crowdloan raises: "modl" "bt/cloan" id (u32), padded with zeros to 32 bytes. */
export function fundsAccount(id: number): AccountId {
  const account = new Uint8Array(32);
  account.set(concat(ACCOUNT_PREFIX, u32.encode(id)));
  return toHex(account);
}

/** @throws InvalidCrowdloanId */
export function crowdloanOf(ctx: Context, id: number): CrowdloanInfo {
  const crowdloan = S.Crowdloans.get(ctx, id);
  ensure(crowdloan !== undefined, Err.InvalidCrowdloanId);
  return crowdloan;
}

/** A crowdloan that is not finalized, for its creator. @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin */
export function ownCrowdloan(ctx: Context, id: number, who: AccountId): CrowdloanInfo {
  const crowdloan = crowdloanOf(ctx, id);
  ensure(!crowdloan.finalized, Err.AlreadyFinalized);
  ensure(who === crowdloan.creator, Err.InvalidOrigin);
  return crowdloan;
}

/** @throws CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong */
export function ensureValidEnd(ctx: Context, end: number): void {
  const duration = end - ctx.block.number;
  ensure(duration > 0, Err.CannotEndInPast);
  ensure(duration >= minimumBlockDuration(ctx.config), Err.BlockDurationTooShort);
  ensure(duration <= maximumBlockDuration(ctx.config), Err.BlockDurationTooLong);
}
