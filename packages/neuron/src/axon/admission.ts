import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "../errors.ts";
import { HEADER } from "../wire/headers.ts";
import { requestMessage, verifyText } from "../wire/signatures.ts";
import { NonceOrder, ReplayGuard } from "./replay.ts";

/** What a request's headers say. Absent texts are empty. */
export interface RequestHead {
  hotkey: string;
  axonHotkey: string;
  nonce: string;
  uuid: string;
  signature: string;
  bodyHash: string;
  version: number | undefined;
  /** As sent. */
  timeoutText: string;
}

export interface Admitted {
  timeoutSeconds: number;
  verified: boolean;
  /** What the caller signed. */
  message: string;
  /** Where the signature covers it: read and authentic. */
  body?: Buffer;
}

/** Decides by the headers alone whether a request is let in. */
export interface Admission {
  /** @throws {Refusal} `mayCall` is asked before the costly check of the signature, and may throw too. */
  admit(head: RequestHead, mayCall: (signed: boolean) => void): Admitted;
}

export interface AdmissionOptions {
  axonHotkey: string;
  /** Longest time a caller may ask for, in seconds. */
  maxTimeoutSeconds: number;
  /** Unix time in milliseconds. */
  now: () => number;
}

export function readHead(headers: IncomingHttpHeaders): RequestHead {
  const read = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : "";
  };
  const version = Number(read(HEADER.dendriteVersion) || Number.NaN);
  return {
    hotkey: read(HEADER.dendriteHotkey),
    axonHotkey: read(HEADER.axonHotkey),
    nonce: read(HEADER.dendriteNonce),
    uuid: read(HEADER.dendriteUuid),
    signature: read(HEADER.dendriteSignature),
    bodyHash: read(HEADER.bodyHash),
    version: Number.isInteger(version) ? version : undefined,
    timeoutText: read(HEADER.timeout),
  };
}

const DEFAULT_TIMEOUT_SECONDS = 12;
/** Bittensor allows a request to be four seconds older than its timeout (`bittensor/utils/axon_utils.py`). */
const ALLOWED_AGE_SECONDS = 4;
/** Ours: how far a caller's clock may be ahead. */
const ALLOWED_AHEAD_SECONDS = 4;
export const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;

/** Seconds. @throws {Refusal} 400 unless it is a number. */
export function readTimeout(text: string): number {
  const seconds = text === "" || text === "None" ? DEFAULT_TIMEOUT_SECONDS : Number(text);
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new Refusal(400, "The timeout header must be a number of seconds.");
  return seconds;
}

function messageOf(head: RequestHead, axonHotkey: string): string {
  return requestMessage({ ...head, dendriteHotkey: head.hotkey, axonHotkey });
}

export const toNs = (seconds: number) => BigInt(Math.round(seconds * 1000)) * NS_PER_MS;

/**
 * Our rule: every request is signed, fresh, meant for this axon and seen once. A nonce is fresh from four seconds before
 * now to four seconds plus the (capped) timeout after it, and younger than this axon: what an earlier run has served
 * cannot be replayed to it.
 */
export class StrictAdmission implements Admission {
  readonly #options: AdmissionOptions;
  readonly #startedNs: bigint;
  readonly #replays: ReplayGuard;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#startedNs = BigInt(options.now()) * NS_PER_MS;
    const window = ALLOWED_AGE_SECONDS + options.maxTimeoutSeconds + ALLOWED_AHEAD_SECONDS;
    this.#replays = new ReplayGuard(window * 1000);
  }

  admit(head: RequestHead, mayCall: (signed: boolean) => void): Admitted {
    const timeoutSeconds = Math.min(readTimeout(head.timeoutText), this.#options.maxTimeoutSeconds);
    requireSigned(head);
    if (head.axonHotkey !== "" && head.axonHotkey !== this.#options.axonHotkey) {
      throw new Refusal(401, "This request is meant for another axon.");
    }
    const nowMs = this.#options.now();
    this.#requireFresh(BigInt(head.nonce), nowMs, timeoutSeconds);
    mayCall(true);
    const message = messageOf(head, this.#options.axonHotkey);
    if (!verifyText(head.hotkey, message, head.signature)) {
      throw new Refusal(401, "The signature is not the hotkey's over this request.");
    }
    this.#replays.admit(head.hotkey, head.uuid, head.nonce, nowMs);
    return { timeoutSeconds, verified: true, message };
  }

  #requireFresh(nonce: bigint, nowMs: number, timeoutSeconds: number): void {
    const now = BigInt(nowMs) * NS_PER_MS;
    if (nonce > now + toNs(ALLOWED_AHEAD_SECONDS)) {
      throw new Refusal(401, `Nonce is more than ${ALLOWED_AHEAD_SECONDS} seconds in the future: check your clock.`);
    }
    const allowed = ALLOWED_AGE_SECONDS + timeoutSeconds;
    if (nonce < now - toNs(allowed)) {
      const age = Number((now - nonce) / NS_PER_MS) / 1000;
      throw new Refusal(
        401,
        `Nonce is too old: ${allowed} seconds are allowed and it is ${age.toFixed(1)} seconds old.`,
      );
    }
    if (nonce < this.#startedNs) throw new Refusal(401, "Nonce is too old: this axon has started since. Sign again.");
  }
}

function requireSigned(head: RequestHead): void {
  const missing = (["hotkey", "nonce", "uuid", "signature", "bodyHash"] as const).filter((name) => head[name] === "");
  if (missing.length > 0) throw new Refusal(401, `The request is not signed: it lacks ${missing.join(", ")}.`);
  if (!/^\d{1,20}$/.test(head.nonce) || head.uuid.length > 64 || head.hotkey.length > 64) {
    throw new Refusal(401, "The request's nonce, uuid or hotkey is malformed.");
  }
}

/** First version whose nonces are times (`bittensor/core/axon.py`, `V_7_2_0`). */
const TIMED_NONCES_VERSION = 7_002_000;

/**
 * The rule of Bittensor's axon up to 10.2 (`bittensor/core/axon.py`, `default_verify`): no signature needed, the caller
 * chooses how long its nonce stays fresh, only growing nonces of one uuid are asked for. For old clients in trusted
 * networks; `caller.verified` tells who signed.
 */
export class LenientAdmission implements Admission {
  readonly #options: AdmissionOptions;
  readonly #order = new NonceOrder();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  admit(head: RequestHead, mayCall: (signed: boolean) => void): Admitted {
    const timeoutSeconds = readTimeout(head.timeoutText);
    if (!/^\d{1,20}$/.test(head.nonce)) throw new Refusal(401, "Not Verified with error: Missing Nonce");
    const nonce = BigInt(head.nonce);
    this.#requireOrder(head, nonce, timeoutSeconds);
    mayCall(head.signature !== "");
    const message = messageOf(head, this.#options.axonHotkey);
    if (head.signature !== "" && !verifyText(head.hotkey, message, head.signature, true)) {
      throw new Refusal(401, `Not Verified with error: Signature mismatch with ${message} and ${head.signature}`);
    }
    this.#order.remember(head.hotkey, head.uuid, nonce);
    const capped = Math.min(timeoutSeconds, this.#options.maxTimeoutSeconds);
    return { timeoutSeconds: capped, verified: head.signature !== "", message };
  }

  #requireOrder(head: RequestHead, nonce: bigint, timeoutSeconds: number): void {
    const last = this.#order.last(head.hotkey, head.uuid);
    if (last !== undefined) {
      if (nonce > last) return;
      throw new Refusal(401, "Not Verified with error: Nonce is too old, a newer one was last processed");
    }
    if ((head.version ?? 0) < TIMED_NONCES_VERSION) return;
    const now = BigInt(this.#options.now()) * NS_PER_MS;
    if (nonce > now - toNs(ALLOWED_AGE_SECONDS + timeoutSeconds)) return;
    const age = Number((now - nonce) / (NS_PER_SECOND / 100n)) / 100;
    const allowed = (ALLOWED_AGE_SECONDS + timeoutSeconds).toFixed(2);
    throw new Refusal(
      401,
      `Not Verified with error: Nonce is too old: acceptable delta is ${allowed} seconds but request was ${age.toFixed(2)} seconds old`,
    );
  }
}
