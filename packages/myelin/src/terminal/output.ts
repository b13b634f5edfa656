import { style } from "./style.ts";
import { type Column, table as formatTable } from "./table.ts";

/** Options that every command has. */
export interface OutputOptions {
  readonly json?: boolean;
}

/**
 * The result of a command: JSON for programs, where big integers are decimal text, or text for people.
 *
 * @example show(options, { freeRao: 1n }, () => "1 rao")
 */
export function show(options: OutputOptions, value: unknown, text: () => string): void {
  process.stdout.write(`${options.json ? toJson(value) : text()}\n`);
}

/** A result that is a list; people who find it empty are told what to do. */
export function showRows<Row>(
  options: OutputOptions,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  whenEmpty: string,
): void {
  show(options, rows, () => (rows.length === 0 ? whenEmpty : formatTable(rows, columns)));
}

/** Names and values below one another, the names in one column. */
export function fields(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${style("dim", name.padEnd(width))}  ${value}`).join("\n");
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
}

/** A remark for people; nothing with `--json`. */
export function note(options: OutputOptions, text: string): void {
  if (!options.json) process.stderr.write(`${text}\n`);
}
