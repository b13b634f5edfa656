import type { Keypair } from "@myelin/primitives";
import { synapseJson } from "../wire/body.ts";
import { HEADER, inputHeaders, secondsText, WIRE_VERSION } from "../wire/headers.ts";
import { requestMessage, signText } from "../wire/signatures.ts";
import { bodyHash, type Synapse, type Values } from "../wire/synapse.ts";
import type { AxonTarget } from "./answer.ts";

/** A request ready to be sent: signed for one axon. */
export interface SignedRequest {
  axon: AxonTarget;
  synapse: Synapse;
  headers: Record<string, string>;
  body: string;
  message: string;
  signature: string;
}

export interface Sender {
  hotkey: Keypair;
  uuid: string;
  /** As the caller knows itself; axons use the connection's address instead. */
  ip: string;
}

/** Source: `bittensor/core/dendrite.py`, `preprocess_synapse_for_request`, and `bittensor/core/synapse.py`, `to_headers`. */
export function signRequest<S extends Synapse>(
  sender: Sender,
  axon: AxonTarget,
  synapse: S,
  values: Values<S>,
  timeoutSeconds: number,
  nonce: bigint,
): SignedRequest {
  const { hotkey, uuid, ip } = sender;
  const hash = bodyHash(synapse, values);
  const identity = { nonce: nonce.toString(), dendriteHotkey: hotkey.address, axonHotkey: axon.hotkey, uuid };
  const message = requestMessage({ ...identity, bodyHash: hash });
  const signature = signText(hotkey, message);
  const timeoutText = secondsText(timeoutSeconds);
  const dendrite = { ip, version: WIRE_VERSION, nonce: identity.nonce, uuid, hotkey: hotkey.address, signature };
  const target = { ip: axon.ip, port: axon.port, hotkey: axon.hotkey };
  const body = synapseJson(synapse, values, { timeoutText, dendrite, axon: target, bodyHash: "" });
  const headers: Record<string, string> = {
    [HEADER.name]: synapse.name,
    [HEADER.timeout]: timeoutText,
    [HEADER.axonIp]: axon.ip,
    [HEADER.axonPort]: String(axon.port),
    [HEADER.axonHotkey]: axon.hotkey,
    [HEADER.dendriteIp]: ip,
    [HEADER.dendriteVersion]: String(WIRE_VERSION),
    [HEADER.dendriteNonce]: identity.nonce,
    [HEADER.dendriteUuid]: uuid,
    [HEADER.dendriteHotkey]: hotkey.address,
    [HEADER.dendriteSignature]: signature,
    ...inputHeaders(synapse),
    [HEADER.headerSize]: "0",
    [HEADER.totalSize]: String(body.length),
    [HEADER.bodyHash]: hash,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
  };
  return { axon, synapse, headers, body, message, signature };
}
