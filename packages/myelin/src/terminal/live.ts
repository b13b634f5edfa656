import { type OutputOptions, toJson } from "./output.ts";
import { cutMiddle } from "./table.ts";

/**
 * What a watching command shows: on a terminal renewed in place, in a pipe printed again when it changed, with `--json` a
 * line each time it changed.
 */
export class LiveOutput {
  private readonly options: OutputOptions;
  private lines: readonly string[] = [];
  private last = "";

  constructor(options: OutputOptions) {
    this.options = options;
  }

  show(value: unknown, text: () => string): void {
    const shown = this.options.json ? toJson(value) : text();
    if (shown === this.last) return;
    const isFirst = this.last === "";
    this.last = shown;
    if (this.options.json) process.stdout.write(`${shown}\n`);
    else if (process.stdout.isTTY) this.renew(shown.split("\n"));
    else process.stdout.write(`${isFirst || !shown.includes("\n") ? "" : "\n"}${shown}\n`);
  }

  /** One write, so that nothing flickers. What is taller than the screen is cut: only what is on it can be renewed. */
  private renew(lines: readonly string[]): void {
    const { rows = 24, columns = 80 } = process.stdout;
    const up = this.lines.length > 0 ? `\x1b[${this.lines.length}F` : "\r";
    const height = rows - 1;
    const fits = lines.length <= height;
    const kept = fits ? lines : [...lines.slice(0, height - 1), `… ${lines.length - height + 1} more lines`];
    this.lines = kept.map((line) => cutStyled(line, columns - 1));
    process.stdout.write(`${up}\x1b[J${this.lines.map((line) => `${line}\n`).join("")}`);
  }
}

/** A line that wraps would be two, and the next renewal would leave one of them behind. */
function cutStyled(line: string, width: number): string {
  return line.includes("\x1b") ? line : cutMiddle(line, width);
}
