import type { Synapse } from "./synapse.ts";

/** Header names of Bittensor's wire version 10. Python peers compare them case-sensitively: all are lower-case. */
export const HEADER = {
  name: "name",
  timeout: "timeout",
  headerSize: "header_size",
  totalSize: "total_size",
  bodyHash: "computed_body_hash",
  axonIp: "bt_header_axon_ip",
  axonPort: "bt_header_axon_port",
  axonHotkey: "bt_header_axon_hotkey",
  axonVersion: "bt_header_axon_version",
  axonStatusCode: "bt_header_axon_status_code",
  axonStatusMessage: "bt_header_axon_status_message",
  axonProcessTime: "bt_header_axon_process_time",
  dendriteIp: "bt_header_dendrite_ip",
  dendriteVersion: "bt_header_dendrite_version",
  dendriteNonce: "bt_header_dendrite_nonce",
  dendriteUuid: "bt_header_dendrite_uuid",
  dendriteHotkey: "bt_header_dendrite_hotkey",
  dendriteSignature: "bt_header_dendrite_signature",
  inputPrefix: "bt_header_input_obj_",
  /** Ours: `<nonce>.<signature>` over the answer. Other clients do not look for it. */
  answerSignature: "myelin-answer-signature",
} as const;

/** The SDK version we speak for: 10.5.0 as one number. */
export const WIRE_VERSION = 10_005_000;

/** Seconds as Python writes a float, e.g. `12.0`. */
export function secondsText(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}.0` : String(seconds);
}

/** A text that may stand in a header: one line of printable ASCII, at most 300 characters. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, " ").slice(0, 300);
}

const inputHeadersOf = new WeakMap<Synapse, Record<string, string>>();

/**
 * Empty values of the required fields, from which Python peers build a synapse before they read its body
 * (`bittensor/core/synapse.py`, `to_headers`).
 */
export function inputHeaders(synapse: Synapse): Record<string, string> {
  let known = inputHeadersOf.get(synapse);
  if (known === undefined) {
    const required = Object.entries(synapse.fields).filter(([, field]) => field.initial === undefined);
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    known = Object.fromEntries(required.map(([name, field]) => [HEADER.inputPrefix + name, base64(field.empty)]));
    inputHeadersOf.set(synapse, known);
  }
  return known;
}
