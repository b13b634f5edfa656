/** npm passes on the Ctrl-C that the terminal has sent already: what follows this soon is the same key press. */
const SAME_PRESS_MS = 1_000;

/** Aborts with Ctrl-C or SIGTERM. A second Ctrl-C ends the process at once. */
export function untilInterrupted(): AbortSignal {
  return interruptible().signal;
}

/** Aborts as {@link untilInterrupted}, and at the end of the supervisor that started the process. */
export function untilStopped(): AbortSignal {
  const controller = interruptible();
  if (process.channel !== undefined) {
    process.on("disconnect", () => controller.abort());
    process.channel.unref();
  }
  return controller.signal;
}

function interruptible(): AbortController {
  const controller = new AbortController();
  let stoppedAt = Number.POSITIVE_INFINITY;
  controller.signal.addEventListener("abort", () => {
    stoppedAt = performance.now();
  });
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => controller.abort());
  process.on("SIGINT", () => {
    if (performance.now() - stoppedAt > SAME_PRESS_MS) process.exit(130);
  });
  return controller;
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
