import type { Command } from "commander";
import { addressOf, coldkeyAddress, hotkeyAddress } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, type WalletOptions, withNetuid, withNode, withWallet } from "../session/options.ts";
import { receipt } from "../session/receipt.ts";
import { coldkeyOf } from "../session/signer.ts";
import { formatAmount, formatColumn, parseAmount, worthOf } from "../terminal/amount.ts";
import { CliError } from "../terminal/errors.ts";
import { show, showRows } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";

type Options = NodeOptions & WalletOptions;
type ChangeOptions = Options & { readonly netuid: number; readonly to?: string; readonly from?: string };

export function configure(command: Command): void {
  withWallet(withNode(command.command("list")))
    .description("show all stake of a coldkey")
    .argument("[account]", "an address or the name of a wallet; without it your wallet")
    .action(list);
  withWallet(withNetuid(withNode(command.command("add"))), "the hotkey to stake to")
    .description("buy alpha with TAO and stake it to a hotkey")
    .argument("<amount>", "TAO", parseAmount)
    .option("--to <hotkey>", "someone else's hotkey: its address")
    .action(add);
  withWallet(withNetuid(withNode(command.command("remove"))), "the hotkey to take stake from")
    .description("take alpha out of a hotkey and sell it for TAO")
    .argument("<amount>", "alpha, or all", (text) => (text === "all" ? text : parseAmount(text)))
    .option("--from <hotkey>", "someone else's hotkey: its address")
    .action(remove);
  command.addHelpText(
    "after",
    "\nExamples:\n  $ myelin stake list\n  $ myelin stake add 100 --netuid 2\n  $ myelin stake remove all --netuid 2",
  );
}

async function list(account: string | undefined, options: Options): Promise<void> {
  const coldkey = await coldkeyAddress(account, options);
  await withClient(options.url, async (client) => {
    const { getStake, getSubnets } = await import("@myelin/client");
    const [positions, subnets] = await Promise.all([getStake(client, coldkey), getSubnets(client)]);
    const rows = positions.map(({ netuid, hotkey, stake }) => {
      const price = subnets.find((subnet) => subnet.netuid === netuid)?.price ?? 0;
      return { netuid, hotkey: addressOf(hotkey), stakeRao: stake, worthRao: worthOf(stake, price) };
    });
    showRows(
      options,
      rows,
      [
        { title: "subnet", value: ({ netuid }) => String(netuid), align: "right" },
        { title: "hotkey", value: ({ hotkey }) => hotkey, shrinks: true },
        { title: "alpha", value: ({ stakeRao }) => formatColumn(stakeRao), align: "right" },
        { title: "worth in τ", value: ({ worthRao }) => formatColumn(worthRao), align: "right" },
      ],
      'No stake yet. Add some with "myelin stake add 10".',
    );
  });
}

async function add(amount: bigint, options: ChangeOptions): Promise<void> {
  const [hotkey, coldkey] = await Promise.all([hotkeyAddress(options.to, options), coldkeyOf(options)]);
  await withClient(options.url, async (client) => {
    const { addStake } = await import("@myelin/client");
    const { netuid } = options;
    const before = await stakeOf(client, coldkey.address, hotkey, netuid);
    const inclusion = await withProgress(
      options,
      "Waiting for the block",
      addStake(client, coldkey, { hotkey, netuid, amount }),
    );
    const stake = await stakeOf(client, coldkey.address, hotkey, netuid);
    const result = {
      hotkey,
      coldkey: coldkey.address,
      netuid,
      spentRao: amount,
      stakeRao: stake,
      ...receipt(inclusion),
    };
    show(
      options,
      result,
      () =>
        `Staked ${formatAmount(stake - before, "α", 4)} for ${formatAmount(amount)} on subnet ${netuid}; the stake is ${formatAmount(stake, "α", 4)} now.`,
    );
  });
}

async function remove(amount: bigint | "all", options: ChangeOptions): Promise<void> {
  const [hotkey, coldkey] = await Promise.all([hotkeyAddress(options.from, options), coldkeyOf(options)]);
  await withClient(options.url, async (client) => {
    const { removeStake } = await import("@myelin/client");
    const { netuid } = options;
    const held = await stakeOf(client, coldkey.address, hotkey, netuid);
    const wanted = amount === "all" ? held : amount;
    if (wanted === 0n || wanted > held) {
      throw new CliError(
        "CLI_NOT_ENOUGH",
        `There are ${formatAmount(held, "α")} of yours on hotkey ${hotkey} of subnet ${netuid}; remove at most that, or "all".`,
      );
    }
    const inclusion = await withProgress(
      options,
      "Waiting for the block",
      removeStake(client, coldkey, { hotkey, netuid, amount: wanted }),
    );
    const stake = await stakeOf(client, coldkey.address, hotkey, netuid);
    const result = {
      hotkey,
      coldkey: coldkey.address,
      netuid,
      removedRao: wanted,
      stakeRao: stake,
      ...receipt(inclusion),
    };
    show(
      options,
      result,
      () =>
        `Sold ${formatAmount(wanted, "α", 4)} of subnet ${netuid}; the stake is ${formatAmount(stake, "α", 4)} now.`,
    );
  });
}

async function stakeOf(
  client: Parameters<Parameters<typeof withClient>[1]>[0],
  coldkey: string,
  hotkey: string,
  netuid: number,
): Promise<bigint> {
  const [{ getStake }, { toAccountId }] = await Promise.all([
    import("@myelin/client"),
    import("@myelin/primitives/ss58"),
  ]);
  const wanted = toAccountId(hotkey);
  const positions = await getStake(client, coldkey);
  return (
    positions.find((position) => position.netuid === netuid && toAccountId(position.hotkey) === wanted)?.stake ?? 0n
  );
}
