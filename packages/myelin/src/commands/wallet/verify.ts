import { fromHex, isHex } from "@myelin/primitives/hex";
import { verifyMessage } from "@myelin/primitives/keys";
import { decodeAddress } from "@myelin/primitives/ss58";
import { CliError } from "../../terminal/errors.ts";
import { type OutputOptions, show } from "../../terminal/output.ts";
import { messageBytes } from "./message.ts";

/** An address does not tell its scheme, so both are tried. */
export async function verify(
  message: string,
  signature: string,
  address: string,
  options: OutputOptions,
): Promise<void> {
  if (!isHex(signature, 64)) {
    throw new CliError("CLI_BAD_INPUT", "A signature is written as 0x and 128 hexadecimal digits.");
  }
  const publicKey = decodeAddress(address);
  const bytes = await messageBytes(message);
  const schemes = ["sr25519", "ed25519"] as const;
  const scheme = schemes.find((candidate) => verifyMessage(fromHex(signature), bytes, publicKey, candidate));
  if (scheme === undefined) {
    throw new CliError("CLI_BAD_SIGNATURE", `${address} did not sign this message with this signature.`);
  }
  show(
    options,
    { valid: true, address, cryptoType: scheme },
    () => `Valid: ${address} signed this message (${scheme}).`,
  );
}
