/**
 * `npm run bench -- NAME [--json]`: runs `bench/NAME.ts` and prints its rows.
 *
 * A ratio above 1 means ours is better than the named anchor, measured in the same run: machines are noisy.
 */
import { readdirSync } from "node:fs";
import type { Row } from "./row.ts";

const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !["main.ts", "row.ts"].includes(file))
  .map((file) => file.replace(/\.ts$/, ""))
  .sort();

if (name === undefined || !known.includes(name)) {
  console.error(`Say which benchmark to run: npm run bench -- NAME [--json]. Known: ${known.join(", ")}.`);
  process.exit(2);
}

const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<Row[]> };
const rows = await run();
if (rest.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else printTable(rows);
process.exit(0);

function printTable(table: Row[]): void {
  const cells = table.map((row) => [
    row.name,
    format(row.ours),
    row.anchor === null ? "-" : format(row.anchor),
    row.unit,
    row.ratio === null ? "-" : row.ratio.toFixed(2),
  ]);
  const head = ["name", "ours", "anchor", "unit", "ratio"];
  const width = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)));
  for (const line of [head, ...cells]) console.log(line.map((cell, i) => cell.padEnd(width[i])).join("  "));
}

function format(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
