import { answerMessage, requestHash, sha256Hex, verifyText } from "../wire/signatures.ts";
import type { Evidence } from "./answer.ts";

/**
 * Whether an axon gave exactly this answer to exactly this request, and the caller signed that request. Needs nothing but
 * the evidence: kept records can be checked by anyone at any time.
 */
export function verifyEvidence(evidence: Evidence): boolean {
  const [, caller, axon] = evidence.requestMessage.split(".");
  if (axon !== evidence.axonHotkey) return false;
  return verifyText(caller, evidence.requestMessage, evidence.requestSignature) && verifyAnswer(evidence);
}

/** The axon's half of {@link verifyEvidence}. The body may also be bytes that are no text. */
export function verifyAnswer(evidence: Omit<Evidence, "body"> & { body: string | Uint8Array }): boolean {
  const { synapse, requestMessage, requestBody, axonHotkey, status, body, nonce, signature } = evidence;
  const message = answerMessage({
    requestHash: requestHash(synapse, requestMessage, requestBody),
    axonHotkey,
    status,
    bodyHash: sha256Hex(body),
    nonce,
  });
  return verifyText(axonHotkey, message, signature);
}
