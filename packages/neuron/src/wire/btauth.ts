import { decodeAddress, fromHex, isHex, type Keypair, toHex, utf8, verify } from "@myelin/primitives";
import type { CryptoType } from "@myelin/primitives/keys";
import { sha256Hex } from "./signatures.ts";

/**
 * `btauth/1`, the signed headers by which Bittensor 11 names the sender and the receiver of any HTTP request
 * (`sdk/python/bittensor/http_auth.py`, `docs/guides/signed-requests.mdx`). Unlike a synapse's, its signature covers
 * method, path and the whole body.
 */
export const BTAUTH = {
  version: "X-Bittensor-Version",
  hotkey: "X-Bittensor-Hotkey",
  receiver: "X-Bittensor-Receiver",
  nonce: "X-Bittensor-Nonce",
  crypto: "X-Bittensor-Crypto",
  signature: "X-Bittensor-Signature",
} as const;

const PROTOCOL = "btauth/1";

/** What is signed, and in what order: one line each. */
export interface BtauthRequest {
  readonly scheme: CryptoType;
  /** In capitals. */
  readonly method: string;
  /** Request target as sent, percent-encoded and with its query. */
  readonly path: string;
  readonly body: string | Uint8Array;
  /** Unix time in nanoseconds, decimal. */
  readonly nonce: string;
  /** Address of the caller's hotkey. */
  readonly sender: string;
  /** Address of the hotkey that is called. */
  readonly receiver: string;
}

export function btauthMessage({ scheme, method, path, body, nonce, sender, receiver }: BtauthRequest): string {
  return [PROTOCOL, scheme, method, path, sha256Hex(body), nonce, sender, receiver].join("\n");
}

/** Reads {@link btauthMessage} back; undefined for any other text. The body's SHA-256 stands in for the body. */
export function readBtauthMessage(message: string) {
  const [protocol, scheme, method, path, bodyHash, nonce, sender, receiver] = message.split("\n");
  if (protocol !== PROTOCOL || receiver === undefined) return undefined;
  return { scheme: scheme as CryptoType, method, path, bodyHash, nonce, sender, receiver };
}

/** Signs for `sender`. `message` is what the signature covers. */
export function signBtauth(sender: Keypair, request: Omit<BtauthRequest, "scheme" | "sender">) {
  const scheme = sender.cryptoType;
  const message = btauthMessage({ ...request, scheme, sender: sender.address });
  const signature = toHex(sender.sign(utf8(message)));
  const headers: Record<string, string> = {
    [BTAUTH.version]: "1",
    [BTAUTH.hotkey]: sender.address,
    [BTAUTH.receiver]: request.receiver,
    [BTAUTH.nonce]: request.nonce,
    [BTAUTH.signature]: signature,
  };
  // The field's absence means sr25519.
  if (scheme !== "sr25519") headers[BTAUTH.crypto] = scheme;
  return { headers, message, signature };
}

/**
 * Whether the signature is the sender's over exactly this message, under the scheme named and no other. The form in
 * `<Bytes>…</Bytes>`, which Bittensor's own verifier lets pass, is not accepted.
 */
export function verifyBtauth(sender: string, message: string, signature: string, scheme: CryptoType): boolean {
  if (!isHex(signature, 64)) return false;
  try {
    return verify(fromHex(signature), utf8(message), decodeAddress(sender), scheme);
  } catch {
    return false;
  }
}
