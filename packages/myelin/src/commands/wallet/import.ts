import { addHotkey, createWallet, Wallet } from "@myelin/client/wallet";
import { keypairFromUri } from "@myelin/primitives/keys";
import { type WalletOptions, walletName } from "../../session/options.ts";
import { fields, type OutputOptions, show } from "../../terminal/output.ts";
import { withProgress } from "../../terminal/progress.ts";
import { readSecret } from "../../terminal/prompt.ts";
import { newPassword, type PasswordOptions } from "./password.ts";

export interface ImportOptions extends WalletOptions, OutputOptions, PasswordOptions {
  readonly as: "coldkey" | "hotkey";
  readonly ed25519?: boolean;
  readonly overwrite?: boolean;
}

/** The secret comes through standard input, never through arguments: those are seen in process lists and histories. */
export async function importKey(options: ImportOptions): Promise<void> {
  const secret = await readSecret("Mnemonic, 0x seed or secret URI");
  const key = keypairFromUri(secret, options.ed25519 ? "ed25519" : "sr25519");
  const name = walletName(options);
  const { overwrite } = options;
  const { folder } = new Wallet(name).paths;
  if (options.as === "hotkey") {
    await addHotkey(name, { hotkey: key, overwrite });
    show(options, { path: folder, hotkey: key.address }, () => fields([["hotkey", key.address]]));
    return;
  }
  const created = createWallet(name, { coldkey: key, password: await newPassword(options), overwrite });
  const { hotkey } = await withProgress(options, "Writing the keys", created);
  show(options, { path: folder, coldkey: key.address, hotkey: hotkey.address }, () =>
    fields([
      ["wallet", folder],
      ["coldkey", key.address],
      ["hotkey", hotkey.address],
    ]),
  );
}
