import type { ModelErrorCode } from "../errors.ts";

/** To the thread of a graph. */
export type ToThread =
  | { readonly id: number; readonly contexts: readonly Uint8Array[] }
  | { readonly cancel: number }
  | { readonly close: true };

/** From the thread of a graph. */
export type FromThread =
  | { readonly opened: { readonly context: number } }
  | { readonly id: number; readonly row: number; readonly probabilities: Float32Array }
  | { readonly id: number; readonly done: true }
  /** Without an id: it could not be opened. */
  | { readonly id?: number; readonly failure: { readonly code: ModelErrorCode; readonly message: string } };
