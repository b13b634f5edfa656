import { useEffect, useState } from "react";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: Error };

const LOADING = { state: "loading" } as const;

/**
 * Runs `load` whenever `keys` change; what an older run brings is dropped. Nothing runs while `load` is undefined.
 * @param options.keep what was loaded stays until the new is there
 */
export function useAsync<T>(
  load: ((signal: AbortSignal) => Promise<T>) | undefined,
  keys: readonly unknown[],
  { keep = false }: { readonly keep?: boolean } = {},
): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>(LOADING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says what `load` depends on
  useEffect(() => {
    if (!keep) setLoaded(LOADING);
    if (load === undefined) return;
    const abort = new AbortController();
    load(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setLoaded({ state: "ready", value });
      },
      (error: Error) => {
        if (!abort.signal.aborted) setLoaded({ state: "failed", error });
      },
    );
    return () => abort.abort();
  }, [...keys]);
  return loaded;
}
