import { setImmediate as nextTurn } from "node:timers/promises";

/** How long one piece of long work may keep the event loop, in milliseconds. */
const SLICE_MS = 8;

/** Lets others run whenever work has kept the event loop for a while. */
export class Slices {
  private began = performance.now();

  /** To be called between two pieces of work. */
  async breathe(): Promise<void> {
    if (performance.now() - this.began < SLICE_MS) return;
    await nextTurn();
    this.began = performance.now();
  }

  get isDue(): boolean {
    return performance.now() - this.began >= SLICE_MS;
  }
}
