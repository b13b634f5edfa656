import { toHex } from "@myelin/primitives/hex";
import type { WalletOptions } from "../../session/options.ts";
import { coldkeyOf, hotkeyOf } from "../../session/signer.ts";
import { CliError } from "../../terminal/errors.ts";
import { fields, type OutputOptions, show } from "../../terminal/output.ts";
import { confirm, isInteractive } from "../../terminal/prompt.ts";

export interface ExportOptions extends WalletOptions, OutputOptions {
  readonly key: "coldkey" | "hotkey";
  readonly yes?: boolean;
}

export async function exportKey(options: ExportOptions): Promise<void> {
  if (!options.yes && !isInteractive()) {
    throw new CliError("CLI_BAD_INPUT", "This prints secrets. Add --yes if that is what you want.");
  }
  if (!options.yes && !(await confirm("Print the secrets? Whoever sees them owns the key.", false))) {
    throw new CliError("CLI_CANCELLED", "Nothing was printed.");
  }
  const keypair = options.key === "hotkey" ? await hotkeyOf(options) : await coldkeyOf(options);
  const { mnemonic, seed, privateKey } = keypair.exportSecrets();
  const result = {
    address: keypair.address,
    cryptoType: keypair.cryptoType,
    publicKey: keypair.accountId,
    mnemonic,
    seed: seed && toHex(seed),
    privateKey: toHex(privateKey),
  };
  show(options, result, () => {
    const known = Object.entries(result).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return fields(
      known.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`), value]),
    );
  });
}
