import type { StorageKey } from "@myelin/frame";
import type { Table } from "./layered-table.ts";

/** Storage keys of a table from `start` on, as long as they start with `prefix`. */
export function* keyScan(
  table: Table,
  start: Buffer,
  decode: (key: Buffer) => StorageKey,
  prefix: string,
): Generator<StorageKey> {
  for (const raw of table.getKeys(start.length === 0 ? {} : { start })) {
    const key = decode(raw);
    if (!key.startsWith(prefix)) return;
    yield key;
  }
}

/** Merges ascending sequences into one, without repetition. */
export function* mergeSorted(sources: readonly Iterator<StorageKey>[]): Generator<StorageKey> {
  const heads = sources.map((source) => source.next());
  try {
    for (;;) {
      let least: StorageKey | undefined;
      for (const head of heads) if (!head.done && (least === undefined || head.value < least)) least = head.value;
      if (least === undefined) return;
      heads.forEach((head, index) => {
        if (!head.done && head.value === least) heads[index] = sources[index]!.next();
      });
      yield least;
    }
  } finally {
    for (const source of sources) source.return?.();
  }
}
