import { listWallets } from "@myelin/client/wallet";
import type { WalletOptions } from "../../session/options.ts";
import { type OutputOptions, show } from "../../terminal/output.ts";
import { table } from "../../terminal/table.ts";

export async function list(options: WalletOptions & OutputOptions): Promise<void> {
  const wallets = await listWallets(options.walletPath);
  const rows = wallets.flatMap(({ name, coldkey, hotkeys }) => [
    { wallet: name, key: "coldkey", address: coldkey },
    ...hotkeys.map((hotkey) => ({ wallet: "", key: `hotkey ${hotkey.name}`, address: hotkey.address })),
  ]);
  show(options, wallets, () =>
    rows.length === 0
      ? 'No wallet yet. Create one with "myelin wallet create".'
      : table(rows, [
          { title: "wallet", value: ({ wallet }) => wallet },
          { title: "key", value: ({ key }) => key },
          { title: "address", value: ({ address }) => address ?? "(cannot be read)", shrinks: true },
        ]),
  );
}
