import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isAddress } from "@myelin/primitives";
import type { CryptoType } from "@myelin/primitives/keys";
import { Refusal } from "../errors.ts";
import { BTAUTH, btauthMessage, verifyBtauth } from "../wire/btauth.ts";
import { HEADER } from "../wire/headers.ts";
import { type AdmissionOptions, type Admitted, NS_PER_MS, type RequestHead, readTimeout, toNs } from "./admission.ts";
import { ReplayGuard } from "./replay.ts";

/** Both limits belong to the window (`http_auth.py`, `DEFAULT_MAX_AGE`, `DEFAULT_ALLOWED_SKEW`). */
const ALLOWED_AGE_SECONDS = 10;
const ALLOWED_AHEAD_SECONDS = 2;
/** Where other callers have the name of their dendrite. */
const NO_DENDRITE = "";

/** Whether a request comes with the signed headers of Bittensor 11 instead of a synapse's. */
export function hasSignedHeaders(headers: IncomingHttpHeaders): boolean {
  return headers[BTAUTH.version.toLowerCase()] !== undefined || headers[BTAUTH.signature.toLowerCase()] !== undefined;
}

/** A head whose shape was checked. */
export interface SignedHead extends RequestHead {
  readonly scheme: CryptoType;
}

/** @throws {Refusal} 401 for a field that is missing or malformed. */
export function readSignedHead(headers: IncomingHttpHeaders): SignedHead {
  const read = (name: string) => {
    const value = headers[name.toLowerCase()];
    return typeof value === "string" ? value : "";
  };
  if (read(BTAUTH.version) !== "1") throw malformed(BTAUTH.version, 'must be "1"');
  const hotkey = read(BTAUTH.hotkey);
  if (!isAddress(hotkey)) throw malformed(BTAUTH.hotkey, "must be an SS58 address");
  const nonce = read(BTAUTH.nonce);
  // Canonical digits alone: what is signed is this text, and a second spelling of one number would be a second request.
  if (!/^[1-9][0-9]{0,19}$/.test(nonce)) throw malformed(BTAUTH.nonce, "must be Unix time in nanoseconds, in digits");
  const scheme = schemeOf(read(BTAUTH.crypto));
  const signature = `0x${read(BTAUTH.signature).replace(/^0x/, "").toLowerCase()}`;
  if (!/^0x[0-9a-f]{128}$/.test(signature)) throw malformed(BTAUTH.signature, "must be 64 bytes in hexadecimal digits");
  return {
    hotkey,
    axonHotkey: read(BTAUTH.receiver),
    nonce,
    uuid: NO_DENDRITE,
    signature,
    bodyHash: "",
    version: undefined,
    timeoutText: read(HEADER.timeout),
    scheme,
  };
}

/** The two schemes of version 11, by name or by its number in key files. */
function schemeOf(text: string): CryptoType {
  switch (text.toLowerCase()) {
    case "":
    case "1":
    case "sr25519":
      return "sr25519";
    case "0":
    case "ed25519":
      return "ed25519";
    default:
      throw malformed(BTAUTH.crypto, "must be sr25519 or ed25519");
  }
}

function malformed(header: string, must: string): Refusal {
  return new Refusal(401, `${header} ${must}.`);
}

/**
 * Admission by `btauth/1`, in the protocol's order: shape, receiver, freshness, signature, replay. The signature covers the
 * body's hash, so the body is read before it; who may not call anyway is sent away before that.
 */
export class SignedHeadersAdmission {
  readonly #options: AdmissionOptions;
  readonly #startedNs: bigint;
  readonly #replays = new ReplayGuard((ALLOWED_AGE_SECONDS + ALLOWED_AHEAD_SECONDS) * 1000);

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#startedNs = BigInt(options.now()) * NS_PER_MS;
  }

  /** @throws {Refusal} */
  async admit(
    request: IncomingMessage,
    head: SignedHead,
    mayCall: (signed: boolean) => void,
    readBody: () => Promise<Buffer>,
  ): Promise<Admitted & { body: Buffer }> {
    const { axonHotkey, maxTimeoutSeconds, now } = this.#options;
    const timeoutSeconds = Math.min(readTimeout(head.timeoutText), maxTimeoutSeconds);
    if (head.axonHotkey === "") throw new Refusal(401, `${BTAUTH.receiver} must name this axon's hotkey.`);
    if (head.axonHotkey !== axonHotkey) throw new Refusal(401, "This request is meant for another axon.");
    const nowMs = now();
    this.#requireFresh(BigInt(head.nonce), BigInt(nowMs) * NS_PER_MS);
    mayCall(true);
    const body = await readBody();
    const { scheme, hotkey: sender, nonce, signature } = head;
    const { method, url } = request as { method: string; url: string };
    const message = btauthMessage({ scheme, method, path: url, body, nonce, sender, receiver: axonHotkey });
    if (!verifyBtauth(sender, message, signature, scheme)) {
      throw new Refusal(401, "The signature is not the hotkey's over this request.");
    }
    this.#replays.admit(sender, NO_DENDRITE, nonce, nowMs);
    return { timeoutSeconds, verified: true, message, body };
  }

  #requireFresh(nonce: bigint, now: bigint): void {
    if (nonce < now - toNs(ALLOWED_AGE_SECONDS)) {
      throw new Refusal(401, `Nonce is too old: ${ALLOWED_AGE_SECONDS} seconds are allowed.`);
    }
    if (nonce > now + toNs(ALLOWED_AHEAD_SECONDS)) {
      throw new Refusal(401, `Nonce is more than ${ALLOWED_AHEAD_SECONDS} seconds in the future: check your clock.`);
    }
    if (nonce < this.#startedNs) throw new Refusal(401, "Nonce is too old: this axon has started since. Sign again.");
  }
}
