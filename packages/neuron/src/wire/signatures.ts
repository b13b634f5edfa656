import { hash } from "node:crypto";
import { decodeAddress, fromHex, isHex, type Keypair, toHex, utf8, verify, verifyMessage } from "@myelin/primitives";
import { Recent } from "@myelin/primitives/keys/recent";

/** What a caller signs (`bittensor/core/dendrite.py`, `preprocess_synapse_for_request`). */
export interface RequestIdentity {
  /** Unix time in nanoseconds, decimal. */
  nonce: string;
  /** Address of the caller's hotkey. */
  dendriteHotkey: string;
  axonHotkey: string;
  uuid: string;
  /** 64 hexadecimal digits. */
  bodyHash: string;
}

export function requestMessage({ nonce, dendriteHotkey, axonHotkey, uuid, bodyHash }: RequestIdentity): string {
  return `${nonce}.${dendriteHotkey}.${axonHotkey}.${uuid}.${bodyHash}`;
}

/** What an axon signs about its answer. All of it can be recomputed from request and answer. */
export interface AnswerIdentity {
  /** Of the request that is answered, by {@link requestHash}. */
  requestHash: string;
  axonHotkey: string;
  status: number;
  /** SHA-256 of the answer's body (of all chunks of a stream), 64 hexadecimal digits. */
  bodyHash: string;
  /** Unix time in nanoseconds, decimal. */
  nonce: string;
}

/** Names the whole request: SHA-256 over its synapse, the message its caller signed, and SHA-256 of its body's bytes. */
export function requestHash(synapseName: string, message: string, body: string | Uint8Array): string {
  return sha256Hex(`${synapseName}\n${message}\n${sha256Hex(body)}`);
}

export function answerMessage({ requestHash, axonHotkey, status, bodyHash, nonce }: AnswerIdentity): string {
  return ["myelin-answer/1", requestHash, axonHotkey, status, bodyHash, nonce].join("\n");
}

export function signText(signer: Keypair, message: string): string {
  return toHex(signer.sign(utf8(message)));
}

/**
 * Whether the address signed the text with sr25519. `wrapped` also accepts the `<Bytes>…</Bytes>` form that Python's
 * keypair accepts. Malformed addresses and signatures are simply not valid.
 */
export function verifyText(address: string, message: string, signature: string, wrapped = false): boolean {
  if (!isHex(signature, 64)) return false;
  const publicKey = publicKeyOf(address);
  if (publicKey === undefined) return false;
  return (wrapped ? verifyMessage : verify)(fromHex(signature), utf8(message), publicKey);
}

const knownKeys = new Recent<string, Uint8Array>(4096);

/** Reading an address costs a hash; callers come again and again. */
function publicKeyOf(address: string): Uint8Array | undefined {
  const known = knownKeys.get(address);
  if (known !== undefined) return known;
  try {
    const key = decodeAddress(address);
    knownKeys.set(address, key);
    return key;
  } catch {
    return undefined;
  }
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}
