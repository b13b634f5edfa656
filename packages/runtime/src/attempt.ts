import { DispatchFailure } from "@myelin/frame";

/** Runs `fn`; undefined when it fails as a call may fail. Programming errors pass through. */
export function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    if (error instanceof DispatchFailure) return undefined;
    throw error;
  }
}

/** Runs `fn` and tells whether it succeeded. Programming errors pass through. */
export function succeeds(fn: () => void): boolean {
  const done = attempt(() => {
    fn();
    return true;
  });
  return done === true;
}
