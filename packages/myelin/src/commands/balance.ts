import type { Command } from "commander";
import { coldkeyAddress } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, type WalletOptions, withNode, withWallet } from "../session/options.ts";
import { formatAmount, worthOf } from "../terminal/amount.ts";
import { fields, show } from "../terminal/output.ts";

export function configure(command: Command): void {
  withWallet(withNode(command))
    .argument("[account]", "an address or the name of a wallet; without it your wallet")
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin balance\n  $ myelin balance 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    )
    .action(balance);
}

async function balance(account: string | undefined, options: NodeOptions & WalletOptions): Promise<void> {
  const address = await coldkeyAddress(account, options);
  await withClient(options.url, async (client) => {
    const { getBalance, getStake, getSubnets } = await import("@myelin/client");
    const [held, positions, subnets] = await Promise.all([
      getBalance(client, address),
      getStake(client, address),
      getSubnets(client),
    ]);
    const prices = new Map(subnets.map(({ netuid, price }) => [netuid, price]));
    const stakedValue = positions.reduce((sum, { netuid, stake }) => sum + worthOf(stake, prices.get(netuid) ?? 0), 0n);
    const result = {
      address,
      freeRao: held.free,
      reservedRao: held.reserved,
      frozenRao: held.frozen,
      stakedRao: stakedValue,
    };
    show(options, result, () =>
      fields([
        ["address", address],
        ["free", formatAmount(held.free)],
        ...(held.reserved > 0n ? ([["reserved", formatAmount(held.reserved)]] as const) : []),
        ["staked", `${formatAmount(stakedValue)} at today's prices, in ${positions.length} positions`],
      ]),
    );
  });
}
