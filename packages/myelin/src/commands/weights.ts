import { type Command, InvalidArgumentError } from "commander";
import { withClient } from "../session/connect.ts";
import {
  DEFAULT_NETUID,
  type NodeOptions,
  parseNetuid,
  type WalletOptions,
  withNetuid,
  withNode,
  withWallet,
} from "../session/options.ts";
import { receipt } from "../session/receipt.ts";
import { hotkeyOf } from "../session/signer.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { CliError } from "../terminal/errors.ts";
import { show, showRows } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";

export function configure(command: Command): void {
  withNode(command.command("show"))
    .description("show what validators gave whom")
    .argument("[netuid]", "number of the subnet", parseNetuid, DEFAULT_NETUID)
    .action(showWeights);
  withWallet(withNetuid(withNode(command.command("set"))), "the validator's hotkey")
    .description("set the weights of your validator by hand")
    .argument("<weights...>", "uid=weight, any non-negative numbers; only their proportion counts", parseWeight, [])
    .action(set);
  command.addHelpText("after", "\nExamples:\n  $ myelin weights show\n  $ myelin weights set 3=1 4=0.5 --netuid 2");
}

async function showWeights(netuid: number, options: NodeOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const found = await client.query.entries<[number, number][]>("SubtensorModule", "Weights", [netuid]);
    const rows = found
      .map(([keys, weights]) => ({ validator: keys[1] as number, weights: shares(weights) }))
      .sort((a, b) => a.validator - b.validator);
    showRows(
      options,
      rows,
      [
        { title: "validator", value: ({ validator }) => String(validator), align: "right" },
        {
          title: "gave",
          value: ({ weights }) => weights.map(({ uid, share }) => `${uid}: ${(share * 100).toFixed(1)} %`).join("  "),
        },
      ],
      "No validator has set weights yet.",
    );
  });
}

function shares(weights: readonly [number, number][]): { uid: number; weight: number; share: number }[] {
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return weights.map(([uid, weight]) => ({ uid, weight, share: sum === 0 ? 0 : weight / sum }));
}

type Weight = readonly [uid: number, weight: number];

async function set(
  weights: Weight[],
  options: NodeOptions & WalletOptions & { readonly netuid: number },
): Promise<void> {
  const hotkey = await hotkeyOf(options);
  await withClient(options.url, async (client) => {
    const { netuid } = options;
    await ensureSubnet(client, netuid);
    const { getUid, setWeights } = await import("@myelin/client");
    if ((await getUid(client, netuid, hotkey.address)) === undefined) {
      throw new CliError(
        "CLI_NOT_REGISTERED",
        `${hotkey.address} is no neuron of subnet ${netuid}. Register it with "myelin subnet register ${netuid}".`,
      );
    }
    const sent = setWeights(client, hotkey, netuid, new Map(weights));
    const inclusion = await withProgress(options, "Setting weights", sent);
    show(
      options,
      { netuid, hotkey: hotkey.address, weights, ...receipt(inclusion) },
      () => `Weights are set in block ${inclusion.blockNumber}.`,
    );
  });
}

function parseWeight(text: string, before: Weight[]): Weight[] {
  const match = /^(\d{1,5})=(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError("Write each weight as uid=weight, such as 3=0.5.");
  return [...before, [Number(match[1]), Number(match[2])]];
}
