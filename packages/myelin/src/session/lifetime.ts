/** npm passes on the Ctrl-C that the terminal has sent already: what follows this soon is the same key press. */
const SAME_PRESS_MS = 1_000;

/**
 * Aborts when the process should end: Ctrl-C, SIGTERM, or the end of the supervisor that started it. A second Ctrl-C
 * ends the process at once.
 */
export function untilStopped(): AbortSignal {
  const controller = new AbortController();
  let stoppedAt = 0;
  const stop = () => {
    if (controller.signal.aborted) return;
    stoppedAt = performance.now();
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  process.on("SIGINT", () => {
    if (performance.now() - stoppedAt > SAME_PRESS_MS) process.exit(130);
  });
  if (process.channel !== undefined) {
    process.on("disconnect", stop);
    process.channel.unref();
  }
  return controller.signal;
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
