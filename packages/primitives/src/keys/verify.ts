import { ed25519 } from "#ed25519";
import { sr25519 } from "#sr25519";
import { concat, utf8 } from "../bytes.ts";
import type { CryptoType } from "./keypair.ts";

const OPENING = utf8("<Bytes>");
const CLOSING = utf8("</Bytes>");

/** Whether `signature` is `publicKey`'s over exactly these bytes. This is the chain's check: nothing is unwrapped. */
export function verify(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
  cryptoType: CryptoType = "sr25519",
): boolean {
  return (cryptoType === "sr25519" ? sr25519 : ed25519).verify(signature, message, publicKey);
}

/**
 * As {@link verify}, for messages a person signed: wallets put `<Bytes>…</Bytes>` around them, so that no text can turn
 * out to be a transaction. Accepts the signature of the message with or without that wrapping, as polkadot.js'
 * `signatureVerify` and Bittensor's `Keypair.verify` do. Never check a transaction with it.
 */
export function verifyMessage(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
  cryptoType: CryptoType = "sr25519",
): boolean {
  const other = isWrapped(message) ? message.subarray(OPENING.length, -CLOSING.length) : wrapBytes(message);
  return verify(signature, message, publicKey, cryptoType) || verify(signature, other, publicKey, cryptoType);
}

/** The message inside `<Bytes>…</Bytes>`, as wallets sign it. Wrapped messages stay as they are. */
export function wrapBytes(message: Uint8Array): Uint8Array {
  return isWrapped(message) ? message : concat(OPENING, message, CLOSING);
}

function isWrapped(message: Uint8Array): boolean {
  if (message.length < OPENING.length + CLOSING.length) return false;
  const end = message.length - CLOSING.length;
  return OPENING.every((byte, i) => message[i] === byte) && CLOSING.every((byte, i) => message[end + i] === byte);
}
