import { type Decision, decisions, isLater } from "./metadata-decisions.ts";
import { differences, type Item, type Items } from "./metadata-model.ts";
import type { Tally } from "./tally.ts";

/** Something our metadata is compared with. */
export interface Source {
  readonly name: string;
  readonly items: Items;
  /** Whether what is absent here was absent there: for all items, or for those of the pallets and kinds mentioned. */
  readonly complete: boolean;
}

/** Parts of items that hold values rather than types: one may be as in any source, since builds differ in them. */
const VALUES = new Set(["default", "value"]);

/** Collects how our metadata compares with others, and prints what is not as it should be. */
export class MetadataReport {
  readonly #ours: Items;
  readonly #sources: readonly Source[];
  readonly #ourPallets: ReadonlySet<string>;
  readonly #tally: Tally = { passed: 0, failed: 0 };
  readonly #decided = new Map<Decision, number>();
  readonly #later = new Map<string, Set<string>>();
  #superseded = 0;

  /** `sources` by authority: where two differ, the earlier one tells how the spec we follow is. The first is a table of names. */
  constructor(ours: Items, sources: readonly Source[]) {
    this.#ours = ours;
    this.#sources = sources;
    this.#ourPallets = new Set([...ours.values()].map((item) => item.pallet));
  }

  /** Counts one check; `problem` says why it failed. */
  note(name: string, problem: string | undefined): void {
    if (problem === undefined) this.#tally.passed += 1;
    else {
      this.#tally.failed += 1;
      console.log(`${name}: ${problem}`);
    }
  }

  /** Every item of the source must be ours too. */
  compare(source: number): void {
    for (const [name, item] of this.#sources[source]!.items) {
      const actual = this.#ours.get(name);
      if (actual) this.#judge(source, item, this.#standing(source, name, differences(actual, item)));
      else if (isLater(item)) this.#countLater(item);
      else if (this.#sources.slice(0, source).some((better) => lacks(better, name, item))) this.#superseded += 1;
      else this.#judge(source, item, ["is missing"]);
    }
  }

  /** Nothing of ours may be more than the source has, in the kinds of items it covers. */
  compareExtra(source: number): void {
    for (const [name, item] of this.#ours) {
      if (lacks(this.#sources[source]!, name, item)) this.#judge(source, item, ["is not there"]);
    }
  }

  /** A decision that decides nothing is out of date. */
  checkDecisionsUsed(): void {
    for (const decision of decisions) {
      const used = this.#decided.has(decision);
      this.note(`decision on ${decision.pallet} ${decision.item}`, used ? undefined : "there is no such difference");
    }
  }

  close(): Tally {
    for (const [{ pallet, item, reason }, count] of this.#decided) {
      console.log(`decided (${count}): ${pallet} ${item}: ${reason}`);
    }
    for (const [where, names] of this.#later) console.log(`later (${names.size}): ${where}`);
    if (this.#superseded > 0)
      console.log(`other in one source, where we are as the better one says: ${this.#superseded}`);
    return this.#tally;
  }

  /** Differences that stand: not those in which a source of more authority is as we are. */
  #standing(source: number, name: string, found: string[]): string[] {
    const open = found.filter((difference) => !this.#excused(source, name, partOf(difference)));
    if (open.length < found.length) this.#superseded += 1;
    return open;
  }

  #excused(source: number, name: string, part: string): boolean {
    const better = VALUES.has(part) ? this.#sources.slice(0, 3) : this.#sources.slice(0, source);
    return better.some(({ items }, i) => {
      const item = items.get(name);
      if (!item || i === source || !(part in item.facts || part in item.types)) return false;
      return !differences(this.#ours.get(name)!, item).some((difference) => partOf(difference) === part);
    });
  }

  #judge(source: number, item: Item, found: string[]): void {
    const undecided = found.filter((difference) => !this.#decide(item, difference));
    const problem = undecided.length === 0 ? undefined : undecided.join("; ");
    if (found.length > 0 && problem === undefined) return;
    this.note(`${this.#sources[source]!.name}: ${item.pallet} ${item.item}`, problem);
  }

  #decide(item: Item, difference: string): boolean {
    const decision = decisions.find((row) => covers(row, item, difference));
    if (decision) this.#decided.set(decision, (this.#decided.get(decision) ?? 0) + 1);
    return decision !== undefined;
  }

  #countLater({ pallet, item }: Item): void {
    const where = this.#ourPallets.has(pallet) ? `${pallet}, ${kindOf({ item })}s` : pallet;
    const names = this.#later.get(where) ?? new Set();
    this.#later.set(where, names.add(item));
  }
}

/** Whether a source says that there is no such item. */
function lacks({ items, complete }: Source, name: string, item: Item): boolean {
  if (items.has(name)) return false;
  return (
    complete || [...items.values()].some((other) => other.pallet === item.pallet && kindOf(other) === kindOf(item))
  );
}

/** The fact or type that a difference is about. */
const partOf = (difference: string) => difference.split(/[ .[]/, 1)[0]!;

const kindOf = ({ item }: Pick<Item, "item">) => item.split(" ", 1)[0]!;

function covers(row: Decision, { pallet, item }: Item, difference: string): boolean {
  const fits = row.item.endsWith("*") ? item.startsWith(row.item.slice(0, -1)) : item === row.item;
  return (row.pallet === "*" || row.pallet === pallet) && fits && difference.startsWith(row.difference);
}
