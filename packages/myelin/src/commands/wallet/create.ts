import { addHotkey, createWallet, type NewKeys, Wallet } from "@myelin/client/wallet";
import { type WalletOptions, walletName } from "../../session/options.ts";
import { fields, note, type OutputOptions, show } from "../../terminal/output.ts";
import { withProgress } from "../../terminal/progress.ts";
import { newPassword, type PasswordOptions } from "./password.ts";

export interface CreateOptions extends WalletOptions, OutputOptions, PasswordOptions {
  readonly words: NonNullable<NewKeys["words"]>;
  readonly hotkeyOnly?: boolean;
  readonly overwrite?: boolean;
}

/** Mnemonics are shown once, to people; with `--json` they stay in the files, as the output may end up in a log. */
export async function create(options: CreateOptions): Promise<void> {
  const name = walletName(options);
  const { words, overwrite } = options;
  const { paths } = new Wallet(name);
  if (options.hotkeyOnly) {
    const hotkey = await addHotkey(name, { words, overwrite });
    show(options, { path: paths.folder, hotkey: hotkey.address }, () => fields([["hotkey", hotkey.address]]));
    remember(options, [["hotkey", hotkey.exportSecrets().mnemonic!]]);
    return;
  }
  const password = await newPassword(options);
  const { coldkey, hotkey } = await withProgress(
    options,
    "Writing the keys",
    createWallet(name, { words, overwrite, password }),
  );
  const result = {
    path: paths.folder,
    coldkey: coldkey.address,
    hotkey: hotkey.address,
    encrypted: password !== undefined,
  };
  show(options, result, () =>
    fields([
      ["wallet", paths.folder],
      ["coldkey", coldkey.address],
      ["hotkey", hotkey.address],
    ]),
  );
  remember(options, [
    ["coldkey", coldkey.exportSecrets().mnemonic!],
    ["hotkey", hotkey.exportSecrets().mnemonic!],
  ]);
}

function remember(options: OutputOptions, mnemonics: readonly (readonly [string, string])[]): void {
  if (!process.stderr.isTTY) return;
  note(options, `\nWrite these words down and keep them to yourself: they are the keys.\n${fields(mnemonics)}`);
}
