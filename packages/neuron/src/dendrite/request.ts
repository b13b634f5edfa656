import type { Keypair } from "@myelin/primitives";
import { synapseJson } from "../wire/body.ts";
import { signBtauth } from "../wire/btauth.ts";
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

/** In the form that the axon understands. */
export function signRequest<S extends Synapse>(
  ...args: [Sender, AxonTarget, S, Values<S>, timeoutSeconds: number, nonce: bigint]
): SignedRequest {
  const [, axon] = args;
  return axon.btauth ? withSignedHeaders(...args) : asSynapse(...args);
}

/** An HTTP request of Bittensor 11, whose body is the fields. */
function withSignedHeaders<S extends Synapse>(
  { hotkey }: Sender,
  axon: AxonTarget,
  synapse: S,
  values: Values<S>,
  timeoutSeconds: number,
  nonce: bigint,
): SignedRequest {
  const body = JSON.stringify(values);
  const target = { method: "POST", path: `/${synapse.name}`, receiver: axon.hotkey };
  const { headers, message, signature } = signBtauth(hotkey, { ...target, body, nonce: nonce.toString() });
  headers[HEADER.timeout] = secondsText(timeoutSeconds);
  headers["content-type"] = "application/json";
  headers["content-length"] = String(Buffer.byteLength(body));
  return { axon, synapse, headers, body, message, signature };
}

/** Source: `bittensor/core/dendrite.py`, `preprocess_synapse_for_request`, and `bittensor/core/synapse.py`, `to_headers`. */
function asSynapse<S extends Synapse>(
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
