import type { Synapse, Values } from "./synapse.ts";

/** One end of a call, as both SDKs put it into bodies (`TerminalInfo`). Absent values are written as null. */
export interface Terminal {
  status_code?: number;
  status_message?: string;
  /** Seconds. */
  process_time?: number;
  ip?: string;
  port?: number;
  version?: number;
  /** Decimal: nanoseconds do not fit a double. */
  nonce?: string;
  uuid?: string;
  hotkey?: string;
  signature?: string;
}

/**
 * The JSON of a whole synapse: the base fields first, then the synapse's own. Written by hand because a nonce must be
 * a JSON number of 19 digits.
 */
export function synapseJson<S extends Synapse>(
  synapse: S,
  values: Values<S>,
  envelope: { timeoutText: string; dendrite: Terminal; axon: Terminal; bodyHash: string },
): string {
  const own = JSON.stringify(values);
  const head =
    `{"name":"${synapse.name}","timeout":${envelope.timeoutText},"total_size":${own.length},"header_size":0,` +
    `"dendrite":${terminalJson(envelope.dendrite)},"axon":${terminalJson(envelope.axon)},` +
    `"computed_body_hash":${JSON.stringify(envelope.bodyHash)}`;
  return own === "{}" ? `${head}}` : `${head},${own.slice(1)}`;
}

function terminalJson(terminal: Terminal): string {
  return (
    `{"status_code":${terminal.status_code ?? null},"status_message":${quoted(terminal.status_message)},` +
    `"process_time":${terminal.process_time ?? null},"ip":${quoted(terminal.ip)},"port":${terminal.port ?? null},` +
    `"version":${terminal.version ?? null},"nonce":${terminal.nonce ?? null},"uuid":${quoted(terminal.uuid)},` +
    `"hotkey":${quoted(terminal.hotkey)},"signature":${quoted(terminal.signature)}}`
  );
}

function quoted(text: string | undefined): string {
  return text === undefined ? "null" : JSON.stringify(text);
}
