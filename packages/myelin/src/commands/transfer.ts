import type { Command } from "commander";
import { coldkeyAddress } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, type WalletOptions, withNode, withWallet } from "../session/options.ts";
import { receipt } from "../session/receipt.ts";
import { coldkeyOf } from "../session/signer.ts";
import { formatAmount, parseAmount } from "../terminal/amount.ts";
import { CliError } from "../terminal/errors.ts";
import { show } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";
import { confirm } from "../terminal/prompt.ts";

type Options = NodeOptions & WalletOptions & { readonly yes?: boolean };

export function configure(command: Command): void {
  withWallet(withNode(command))
    .argument("<to>", "an address or the name of a wallet")
    .argument("<amount>", "TAO", parseAmount)
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin transfer bob 2.5\n  $ myelin transfer 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty 10 --wallet alice --yes",
    )
    .action(transfer);
}

async function transfer(to: string, amount: bigint, options: Options): Promise<void> {
  const [address, signer] = await Promise.all([
    coldkeyAddress(to, { walletPath: options.walletPath }),
    coldkeyOf(options),
  ]);
  await withClient(options.url, async (client) => {
    const { getBalance } = await import("@myelin/client");
    const transaction = client.tx("Balances", "transfer_keep_alive", { dest: address, value: amount });
    const [fee, { free }] = await Promise.all([transaction.fee(signer), getBalance(client, signer.address)]);
    if (free < amount + fee) {
      throw new CliError(
        "CLI_NOT_ENOUGH",
        `${signer.address} holds ${formatAmount(free)}; ${formatAmount(amount)} and a fee of ${formatAmount(fee)} are needed.`,
      );
    }
    const question = `Send ${formatAmount(amount)} to ${address}? The fee is ${formatAmount(fee)}.`;
    if (!options.yes && !(await confirm(question, true))) throw new CliError("CLI_CANCELLED", "Nothing was sent.");
    const inclusion = await withProgress(options, "Waiting for the block", transaction.sendAndWait(signer));
    const result = { from: signer.address, to: address, amountRao: amount, feeRao: fee, ...receipt(inclusion) };
    show(options, result, () => `Sent ${formatAmount(amount)} to ${address} in block ${inclusion.blockNumber}.`);
  });
}
