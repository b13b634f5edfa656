import type { OutputOptions } from "./output.ts";
import { style } from "./style.ts";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 80;
/** What is done sooner needs no sign of life. */
const PATIENCE_MS = 150;

/**
 * Shows that work is under way, on a terminal only, and removes every trace of it afterwards.
 *
 * @param text what is done; a function where it changes
 */
export async function withProgress<T>(
  options: OutputOptions,
  text: string | (() => string),
  work: Promise<T>,
): Promise<T> {
  const screen = process.stderr;
  if (options.json || !screen.isTTY) return await work;
  const started = performance.now();
  let frame = 0;
  const timer = setInterval(() => {
    const elapsed = performance.now() - started;
    if (elapsed < PATIENCE_MS) return;
    const seconds = elapsed >= 2_000 ? ` ${Math.floor(elapsed / 1_000)} s` : "";
    screen.write(
      `\r\x1b[K${style("cyan", FRAMES[frame++ % FRAMES.length]!, screen)} ${typeof text === "string" ? text : text()}…${seconds}`,
    );
  }, FRAME_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (frame > 0) screen.write("\r\x1b[K");
  }
}
