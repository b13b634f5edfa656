import { style, visibleWidth } from "./style.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: "left" | "right";
  /** May be cut in the middle where room is short: addresses, names. */
  readonly shrinks?: boolean;
  /** May be left out where room is short; the last such column first. */
  readonly optional?: boolean;
}

const GAP = "  ";
/** An address is still told apart by five characters at each end. */
const SHORTEST = 11;

/**
 * Rows as text that fits into `width` characters: long cells are cut in the middle, then optional columns are left out.
 *
 * @example
 * ```ts
 * table([{ name: "Ada" }], [{ title: "name", value: (row) => row.name }]);
 * ```
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number = terminalWidth(),
): string {
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  const shown = fit(columns, cells, width);
  const lines = cells.map((row) => shown.map(({ index, size }) => place(row[index]!, size, columns[index]!)));
  const header = shown.map(({ index, size }) => place(columns[index]!.title, size, columns[index]!));
  return [style("dim", header.join(GAP).trimEnd()), ...lines.map((line) => line.join(GAP).trimEnd())].join("\n");
}

/** Columns of the terminal; unlimited in a pipe or a file. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? (process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
}

interface Shown {
  readonly index: number;
  size: number;
}

function fit<Row>(columns: readonly Column<Row>[], cells: readonly string[][], width: number): Shown[] {
  const sizes = columns.map(({ title }, i) =>
    Math.max(visibleWidth(title), ...cells.map((row) => visibleWidth(row[i]!))),
  );
  let shown: Shown[] = sizes.map((size, index) => ({ index, size }));
  for (;;) {
    const excess = total(shown) - width;
    if (excess <= 0) return shown;
    if (shrink(shown, columns, excess)) return shown;
    const last = shown.findLast(({ index }) => columns[index]!.optional);
    if (last === undefined) return shown;
    shown = shown.filter((column) => column !== last);
  }
}

function total(shown: readonly Shown[]): number {
  return shown.reduce((sum, { size }) => sum + size, 0) + GAP.length * (shown.length - 1);
}

/** Takes characters from the widest shrinking columns; false where even the shortest are too wide. */
function shrink<Row>(shown: readonly Shown[], columns: readonly Column<Row>[], excess: number): boolean {
  for (let left = excess; left > 0; left--) {
    const widest = shown
      .filter(({ index, size }) => columns[index]!.shrinks && size > SHORTEST)
      .sort((a, b) => b.size - a.size)[0];
    if (widest === undefined) return false;
    widest.size--;
  }
  return true;
}

function place<Row>(text: string, size: number, { align }: Column<Row>): string {
  const cut = visibleWidth(text) > size ? cutMiddle(text, size) : text;
  const padding = " ".repeat(size - visibleWidth(cut));
  return align === "right" ? padding + cut : cut + padding;
}

/** The text in at most `size` characters, its middle replaced by an ellipsis. */
export function cutMiddle(text: string, size: number): string {
  const characters = [...text];
  if (characters.length <= size) return text;
  const kept = Math.max(1, size - 1);
  const head = Math.ceil(kept / 2);
  return `${characters.slice(0, head).join("")}…${kept - head > 0 ? characters.slice(head - kept).join("") : ""}`;
}
