/** Raw storage writes by root: the emergency exit of every Substrate chain. */
import { bytes, call, ensureRoot, tuple, u32, vec } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { weight } from "../../../weights.ts";

export const set_storage = call({
  index: 4,
  args: { items: vec(tuple(bytes, bytes)) },
  weight: ({ items }) => weight(2_023_000n + 665_000n * BigInt(items.length), 0n, 0, items.length),
  class: "operational",
  docs: "Write raw storage items (root).",
  run(ctx, origin, { items }) {
    ensureRoot(origin);
    for (const [key, item] of items) ctx.state.set(toHex(key), item);
  },
});

export const kill_storage = call({
  index: 5,
  args: { keys: vec(bytes) },
  weight: ({ keys }) => weight(2_062_000n + 563_000n * BigInt(keys.length), 0n, 0, keys.length),
  class: "operational",
  docs: "Delete raw storage items (root).",
  run(ctx, origin, { keys }) {
    ensureRoot(origin);
    for (const key of keys) ctx.state.delete(toHex(key));
  },
});

export const kill_prefix = call({
  index: 6,
  args: { prefix: bytes, subkeys: u32 },
  weight: ({ subkeys }) => weight(3_905_000n + 1_149_000n * BigInt(subkeys), 70n * BigInt(subkeys), subkeys, subkeys),
  class: "operational",
  docs: "Delete up to `subkeys` raw storage items under a prefix (root).",
  run(ctx, origin, { prefix, subkeys }) {
    ensureRoot(origin);
    let left = subkeys;
    for (const key of ctx.state.keysWithPrefix(toHex(prefix))) {
      if (left === 0) break;
      ctx.state.delete(key);
      left -= 1;
    }
  },
});
