/** Calls as tasks hold them: themselves, or by the hash of a preimage (`substrate/frame/support/src/traits/preimages.rs`). */
import { type CallValue, type Context, type Hash, outer } from "@myelin/frame";
import { ScaleError } from "@myelin/primitives/scale";
import { attempt } from "../../attempt.ts";
import { fetchPreimage, noteBytes, requestPreimage, unrequestPreimage } from "../preimage/preimages.ts";
import { type BoundedCall, MAX_INLINE } from "./types.ts";

/** Makes a call a task can hold; a long one becomes a preimage that the chain asks for. @throws Preimage.TooBig */
export function bound(ctx: Context, call: CallValue): BoundedCall {
  const bytes = outer.call.codec.encode(call);
  if (bytes.length <= MAX_INLINE) return { type: "Inline", value: bytes };
  return { type: "Lookup", value: { hash: noteBytes(ctx, bytes, undefined).hash, len: bytes.length } };
}

const hashOf = (call: BoundedCall): Hash | undefined => (call.type === "Inline" ? undefined : call.value.hash);

/** Bytes that must be fetched. */
export const lookupLength = (call: BoundedCall): number | undefined =>
  call.type === "Lookup" ? call.value.len : undefined;

export function request(ctx: Context, call: BoundedCall): void {
  const hash = hashOf(call);
  if (hash !== undefined) requestPreimage(ctx, hash);
}

/** The task no longer needs the call. */
export function drop(ctx: Context, call: BoundedCall): void {
  const hash = hashOf(call);
  if (hash !== undefined) attempt(() => unrequestPreimage(ctx, hash));
}

/** The call itself; undefined where its preimage is missing or is no call. */
export function peek(ctx: Context, call: BoundedCall): CallValue | undefined {
  const bytes = call.type === "Inline" ? call.value : fetchPreimage(ctx, call.value.hash, lookupLength(call));
  if (bytes === undefined) return undefined;
  try {
    return outer.call.codec.decode(bytes);
  } catch (error) {
    if (error instanceof ScaleError) return undefined;
    throw error;
  }
}
