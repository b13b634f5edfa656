import type { StateReader, StorageKey } from "@myelin/frame";
import type { History } from "./history.ts";
import { cutKey, isStorable, scanStart } from "./keys.ts";
import { mergeSorted } from "./scan.ts";
import { SortedKeys } from "./sorted-keys.ts";
import type { ValueTable } from "./value-table.ts";

/** What a block that is not in the history table yet replaced. */
export interface RecentBlock {
  readonly number: number;
  readonly replaced: ReadonlyMap<StorageKey, Uint8Array | undefined>;
}

/** Keys of recent blocks above a height; `first` and `last` tell which blocks were the recent ones. */
interface Touched {
  readonly height: number;
  readonly first: RecentBlock | undefined;
  readonly last: RecentBlock | undefined;
  readonly keys: SortedKeys;
}

/** The state at every kept height: the current values, and going back from them, what recent and older blocks replaced. */
export class Versions {
  readonly values: ValueTable;
  readonly history: History;
  /** Blocks above `settled`, ascending. */
  recent: RecentBlock[] = [];
  /** Height up to which the history table is complete. */
  settled = 0;
  private touched: Touched | undefined;

  constructor(values: ValueTable, history: History) {
    this.values = values;
    this.history = history;
  }

  get(key: StorageKey, height: number): Uint8Array | undefined {
    if (!isStorable(key)) return undefined;
    if (height < this.settled) {
      const earlier = this.history.firstAfter(key, height);
      if (earlier !== undefined) return earlier.value;
    }
    for (const block of this.recent) {
      if (block.number > height && block.replaced.has(key)) return block.replaced.get(key);
    }
    return this.values.get(key);
  }

  /** Keys that exist at `height` and start with `prefix`, which may end within a byte, from `from` on; ascending. */
  *keys(height: number, prefix: string, from: string): Generator<StorageKey> {
    const touched = this.touchedSince(height);
    const sources: Iterator<StorageKey>[] = [this.values.keys(prefix, from), touched.scan(prefix, from)];
    if (height < this.settled) sources.push(this.history.keysAfter(height, prefix, from));
    for (const key of mergeSorted(sources)) if (this.get(key, height) !== undefined) yield key;
  }

  /** Keys that recent blocks above a height touched; kept for the next scan, as a proof makes one for each leaf. */
  private touchedSince(height: number): SortedKeys {
    const [first, last] = [this.recent[0], this.recent.at(-1)];
    const known = this.touched;
    if (known !== undefined && known.height === height && known.first === first && known.last === last)
      return known.keys;
    const keys = new SortedKeys();
    keys.add([
      ...new Set(this.recent.flatMap(({ number, replaced }) => (number > height ? [...replaced.keys()] : []))),
    ]);
    this.touched = { height, first, last, keys };
    return keys;
  }
}

const FIRST_PAGE = 32;
const LARGEST_PAGE = 1_024;

/** Which heights there are. */
export interface Heights {
  head(): number;
  /** @throws {StateError} for a height whose state is not kept */
  check(height: number): void;
}

/** The state at one height. It stays right while later blocks are committed, also in the middle of an iteration. */
export class HeightReader implements StateReader {
  readonly height: number;
  private readonly versions: Versions;
  private readonly heights: Heights;

  constructor(versions: Versions, height: number, heights: Heights) {
    this.versions = versions;
    this.height = height;
    this.heights = heights;
  }

  get(key: StorageKey): Uint8Array | undefined {
    return this.atHead() ? this.versions.values.get(key) : this.versions.get(key, this.height);
  }

  private atHead(): boolean {
    if (this.heights.head() === this.height) return true;
    this.heights.check(this.height);
    return false;
  }

  /** Keys that start with `prefix` and come after `after`, ascending. */
  *keys(prefix: StorageKey | string, after?: StorageKey): Generator<StorageKey> {
    if (cutKey(prefix) !== prefix) return;
    let last: string | undefined = after && cutKey(after);
    let from: string = last !== undefined && last > prefix ? last : scanStart(prefix);
    for (let size = FIRST_PAGE; ; size = Math.min(size * 4, LARGEST_PAGE)) {
      const page = this.page(prefix, from, last, size);
      yield* page;
      if (page.length < size) return;
      from = page[page.length - 1]!;
      last = from;
    }
  }

  /** Read in one go, so that no commit comes in between. */
  private page(prefix: string, from: string, after: string | undefined, size: number): StorageKey[] {
    const keys = this.atHead()
      ? this.versions.values.keys(prefix, from)
      : this.versions.keys(this.height, prefix, from);
    const page: StorageKey[] = [];
    for (const key of keys) {
      if (after !== undefined && key <= after) continue;
      page.push(key);
      if (page.length === size) break;
    }
    return page;
  }
}
