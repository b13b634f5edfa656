import { readBtauthMessage, verifyBtauth } from "../wire/btauth.ts";
import { answerMessage, requestHash, sha256Hex, verifyText } from "../wire/signatures.ts";
import type { Evidence } from "./answer.ts";

/**
 * Whether an axon gave exactly this answer to exactly this request, and the caller signed that request. Needs nothing but
 * the evidence: kept records can be checked by anyone at any time.
 */
export function verifyEvidence(evidence: Evidence): boolean {
  return verifyRequest(evidence) && verifyAnswer(evidence);
}

function verifyRequest({ synapse, requestMessage, requestSignature, requestBody, axonHotkey }: Evidence): boolean {
  const signed = readBtauthMessage(requestMessage);
  if (signed !== undefined) {
    const { scheme, path, bodyHash, sender, receiver } = signed;
    const same = receiver === axonHotkey && path === `/${synapse}` && bodyHash === sha256Hex(requestBody);
    return same && verifyBtauth(sender, requestMessage, requestSignature, scheme);
  }
  const [, caller, axon] = requestMessage.split(".");
  return axon === axonHotkey && verifyText(caller, requestMessage, requestSignature);
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
