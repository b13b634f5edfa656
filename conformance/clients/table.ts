import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./pytest.ts";
import type { ClientSet } from "./sets.ts";

const GUIDE = join(import.meta.dirname, "..", "..", "docs", "coming-from-bittensor.md");
const BEGIN = "<!-- table of client calls: written by `npm run clients -- nightly` -->";
const END = "<!-- end of the table -->";

/** Puts the state of every client call into the guide. */
export function writeTable(results: ReadonlyMap<ClientSet, readonly Outcome[]>): void {
  const text = readFileSync(GUIDE, "utf8");
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END);
  if (begin < BEGIN.length || end < begin) throw new Error(`${GUIDE} has no place for the table`);
  writeFileSync(GUIDE, `${text.slice(0, begin)}\n\n${table(results)}\n${text.slice(end)}`);
}

/** A call works in a set when every scenario there that makes it passes. */
export function table(results: ReadonlyMap<ClientSet, readonly Outcome[]>): string {
  const sets = [...results.keys()];
  const calls = new Set([...results.values()].flat().flatMap((outcome) => outcome.calls));
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const stateOf = (call: string, set: ClientSet): string => {
    const made = results.get(set)!.filter((outcome) => outcome.calls.includes(call));
    if (made.length === 0) return "";
    if (made.some(({ outcome }) => outcome === "failed")) return "fails";
    return made.some(({ outcome }) => outcome === "passed") ? "works" : "";
  };
  const head = row(["call", ...sets.map(({ clients }) => clients)]) + row(["---", ...sets.map(() => "---")]);
  const rows = [...calls].sort().map((call) => row([`\`${call}\``, ...sets.map((set) => stateOf(call, set))]));
  return head + rows.join("");
}
