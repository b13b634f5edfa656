import type { Client, Inclusion } from "@myelin/client";
import { type Command, Option } from "commander";
import { coldkeyAddress } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { developmentAccount, ensureDevelopment } from "../session/development.ts";
import { type NodeOptions, type WalletOptions, withNode, withWallet } from "../session/options.ts";
import { receipt } from "../session/receipt.ts";
import { formatAmount, parseAmount, RAO_PER_TAO } from "../terminal/amount.ts";
import { show } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";

type Options = NodeOptions & WalletOptions & { readonly amount: bigint };

const PORTION = 1_000n * RAO_PER_TAO;

export function configure(command: Command): void {
  withWallet(withNode(command))
    .argument("[account]", "an address or the name of a wallet; without it your wallet")
    .addOption(new Option("--amount <tao>", "how much").argParser(parseAmount).default(PORTION, "1,000"))
    .addHelpText("after", "\nExamples:\n  $ myelin faucet\n  $ myelin faucet bob --amount 50")
    .action(faucet);
}

async function faucet(account: string | undefined, options: Options): Promise<void> {
  const address = await coldkeyAddress(account, options);
  await withClient(options.url, async (client) => {
    await ensureDevelopment(client, "The faucet");
    const inclusion = await withProgress(options, "Waiting for the block", fund(client, address, options.amount));
    const { getBalance } = await import("@myelin/client");
    const { free } = await getBalance(client, address);
    const result = { to: address, amountRao: options.amount, freeRao: free, ...receipt(inclusion) };
    show(options, result, () => `${address} got ${formatAmount(options.amount)} and has ${formatAmount(free)} now.`);
  });
}

const ATTEMPTS = 5;

/** Others may use the faucet at the same moment and take the nonce that was about to be used. */
async function fund(client: Client, address: string, amount: bigint): Promise<Inclusion> {
  const [{ RpcError, transfer }, source] = await Promise.all([import("@myelin/client"), developmentAccount()]);
  for (let attempt = 1; ; attempt++) {
    try {
      return await transfer(client, source, address, amount);
    } catch (error) {
      if (!(error instanceof RpcError) || attempt === ATTEMPTS) throw error;
    }
  }
}
