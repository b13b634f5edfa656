import { type Context, call, ensure, ensureNone, option } from "@myelin/frame";
import { SHIELD_KEY_LENGTH } from "@myelin/primitives/shield";
import { authorOfSlot } from "../../aura/author.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { ShieldEncKey } from "../types.ts";
import { W } from "../weights.ts";

/** Slots from this block to the one whose author users encrypt to. */
const AHEAD = 2n;

/**
 * The inherent by which an author tells its next key, once a block. Keys move on by one place: NextKey, PendingKey,
 * CurrentKey; the new NextKey is what the author of the block after the next announced last, this block not counted.
 */
export const announce_next_key = call({
  index: 0,
  args: { enc_key: option(ShieldEncKey) },
  weight: W.announceNextKey,
  docs: "Announce the author's key for a coming block; none removes the author from the shield.",
  run(ctx, origin, { enc_key: key }) {
    ensureNone(origin);
    const author = authorOfSlot(ctx);
    if (author === undefined) throw Err.Unreachable();
    moveOn(ctx);
    if (key === undefined) {
      S.AuthorKeys.remove(ctx, author);
    } else {
      ensure(key.length === SHIELD_KEY_LENGTH, Err.BadEncKeyLen);
      S.AuthorKeys.set(ctx, author, key);
    }
  },
});

function moveOn(ctx: Context): void {
  const now = ctx.block.number;
  const pending = S.NextKey.get(ctx);
  const author = authorOfSlot(ctx, AHEAD);
  const next = author && S.AuthorKeys.get(ctx, author);
  put(ctx, S.CurrentKey, S.PendingKey.get(ctx));
  put(ctx, S.PendingKey, pending);
  put(ctx, S.NextKey, next);
  put(ctx, S.PendingKeyExpiresAt, pending && now + 2);
  put(ctx, S.NextKeyExpiresAt, next && now + 3);
}

function put<T>(
  ctx: Context,
  item: { set(ctx: Context, value: T): void; kill(ctx: Context): void },
  value: T | undefined,
): void {
  if (value === undefined) item.kill(ctx);
  else item.set(ctx, value);
}
