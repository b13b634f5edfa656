import type { SourceHead } from "./source.ts";

/** The newest head that was told of, and those who wait for a higher one. */
export class Heads {
  newest: SourceHead | undefined;
  private wake: (() => void) | undefined;

  tell(head: SourceHead): void {
    this.newest = head;
    this.wake?.();
  }

  /** Resolves with the next head that is told. @throws the signal's reason */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      this.wake = () => {
        this.wake = undefined;
        signal.removeEventListener("abort", stop);
        resolve();
      };
    });
  }
}
