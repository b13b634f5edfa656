/**
 * The index of time-locked commitments that wait for their drand round.
 * Source: `pallets/commitments/src/lib.rs`.
 */
import type { AccountId, Context } from "@myelin/frame";
import { S } from "./storage.ts";

type Entry = [netuid: number, who: AccountId];

const before = (a: Entry, b: Entry): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

/** Keeps the order of Rust's BTreeSet: netuid, then account bytes. */
export function addTimelocked(ctx: Context, netuid: number, who: AccountId): void {
  const entry: Entry = [netuid, who];
  const index = S.TimelockedIndex.get(ctx);
  const place = index.findIndex((other) => !before(other, entry));
  if (place >= 0 && !before(entry, index[place]!)) return;
  S.TimelockedIndex.set(ctx, place < 0 ? [...index, entry] : [...index.slice(0, place), entry, ...index.slice(place)]);
}

export function removeTimelocked(ctx: Context, netuid: number, who: AccountId): void {
  const index = S.TimelockedIndex.get(ctx);
  const rest = index.filter(([n, account]) => n !== netuid || account !== who);
  if (rest.length !== index.length) S.TimelockedIndex.set(ctx, rest);
}

/** Forgets all commitments of a dissolved subnet. */
export function purgeNetuid(ctx: Context, netuid: number): void {
  for (const item of [S.CommitmentOf, S.LastCommitment, S.LastBondsReset, S.RevealedCommitments, S.UsedSpaceOf]) {
    item.clearPrefix(ctx, netuid);
  }
  const index = S.TimelockedIndex.get(ctx);
  const rest = index.filter(([n]) => n !== netuid);
  if (rest.length !== index.length) S.TimelockedIndex.set(ctx, rest);
}
