import { open, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** The end of a log that is searched for lines. */
const WINDOW_BYTES = 1_048_576;
const POLL_MS = 250;

/** Where reading goes on. */
export interface Place {
  readonly offset: number;
  /** Begin of a line that is not written to its end. */
  readonly rest: string;
}

/** The last lines of a file, and the place behind them. */
export async function lastLines(path: string, count: number): Promise<{ lines: string[]; place: Place }> {
  const { size } = await stat(path);
  const from = Math.max(0, size - WINDOW_BYTES);
  const text = await read(path, from, size);
  const [rest, ...lines] = text.split("\n").reverse();
  // A window that begins within a line shows no part of it.
  const whole = (from === 0 ? lines : lines.slice(0, -1)).reverse();
  return { lines: whole.slice(-count), place: { offset: size, rest: rest! } };
}

/** Lines that are written after `place`, until the signal aborts. A file that shrank has begun anew. */
export async function* newLines(path: string, place: Place, signal: AbortSignal): AsyncGenerator<string> {
  let { offset, rest } = place;
  while (!signal.aborted) {
    const size = await stat(path).then(
      ({ size }) => size,
      () => offset,
    );
    if (size < offset) [offset, rest] = [0, ""];
    if (size === offset) {
      await sleep(POLL_MS, undefined, { signal }).catch(() => {});
      continue;
    }
    const lines = (rest + (await read(path, offset, size))).split("\n");
    offset = size;
    rest = lines.pop()!;
    yield* lines;
  }
}

async function read(path: string, from: number, to: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
