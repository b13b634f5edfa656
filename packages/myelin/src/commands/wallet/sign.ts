import { toHex } from "@myelin/primitives/hex";
import { wrapBytes } from "@myelin/primitives/keys";
import type { WalletOptions } from "../../session/options.ts";
import { coldkeyOf, hotkeyOf } from "../../session/signer.ts";
import { type OutputOptions, show } from "../../terminal/output.ts";
import { messageBytes } from "./message.ts";

export interface SignOptions extends WalletOptions, OutputOptions {
  readonly key: "coldkey" | "hotkey";
}

/** Signs as wallets do, inside `<Bytes>…</Bytes>`, so that no message can turn out to be a transaction. */
export async function sign(message: string, options: SignOptions): Promise<void> {
  const keypair = options.key === "hotkey" ? await hotkeyOf(options) : await coldkeyOf(options);
  const signature = toHex(keypair.sign(wrapBytes(await messageBytes(message))));
  show(options, { address: keypair.address, cryptoType: keypair.cryptoType, signature }, () => signature);
}
