import type { AccountId, Context } from "@myelin/frame";
import { S as System } from "../system/storage.ts";
import { slotOf } from "./slots.ts";
import { S } from "./storage.ts";

/**
 * The account that earns this block's fees: the Aura key whose turn the slot of the header is, read as an account id.
 * Nobody where the header names no slot or there are no authorities.
 * Source: `runtime/src/lib.rs`, `BlockAuthorFromAura`.
 */
export function blockAuthor(ctx: Context): AccountId | undefined {
  return authorOfSlot(ctx);
}

/** Whose turn it is `ahead` slots after this block's (`runtime/src/lib.rs`, `FindAuraAuthors`). */
export function authorOfSlot(ctx: Context, ahead = 0n): AccountId | undefined {
  const slot = slotOf(System.Digest.get(ctx).logs);
  const authorities = S.Authorities.get(ctx);
  if (slot === undefined || authorities.length === 0) return undefined;
  return authorities[Number((slot + ahead) % BigInt(authorities.length))];
}
