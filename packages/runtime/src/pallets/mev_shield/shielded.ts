import type { CallValue, Context } from "@myelin/frame";
import { equal } from "@myelin/primitives/bytes";
import { parseShielded, type ShieldedTransaction, shieldKeyHash } from "@myelin/primitives/shield";
import { S } from "./storage.ts";

/** The envelope that a call submits; undefined where it submits none. Whether it is well-formed is another question. */
export function envelopeOf(call: CallValue): Uint8Array | undefined {
  if (call.type !== "MevShield" || call.value.type !== "submit_encrypted") return undefined;
  return call.value.value["ciphertext"] as Uint8Array;
}

/** The parts of the envelope that a call submits. */
export function shieldedOf(call: CallValue): ShieldedTransaction | undefined {
  const envelope = envelopeOf(call);
  return envelope && parseShielded(envelope);
}

/** Whether an envelope of this key hash is for the author of the next block. */
export function isShieldedWithPendingKey(ctx: Context, keyHash: Uint8Array): boolean {
  const pending = S.PendingKey.get(ctx);
  return pending !== undefined && equal(shieldKeyHash(pending), keyHash);
}
