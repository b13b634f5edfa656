import { type Command, InvalidArgumentError } from "commander";
import { addressOf, hotkeyAddress } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { type NeuronOptions, withNeuron } from "../session/neuron-options.ts";
import {
  DEFAULT_NETUID,
  type NodeOptions,
  parseNetuid,
  type WalletOptions,
  withNode,
  withWallet,
} from "../session/options.ts";
import { receipt } from "../session/receipt.ts";
import { coldkeyOf } from "../session/signer.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { formatAmount, formatColumn, parseAmount } from "../terminal/amount.ts";
import { CliError } from "../terminal/errors.ts";
import { fields, type OutputOptions, show, showRows } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";

type Options = NodeOptions & WalletOptions;

export interface RunSubnetOptions extends NodeOptions, WalletOptions, NeuronOptions {
  readonly netuid: number;
  /** The author's own options. */
  readonly set: Readonly<Record<string, string>>;
}

export function configure(command: Command): void {
  withNode(command.command("list")).description("list all subnets").action(list);
  withNode(command.command("show"))
    .description("show one subnet")
    .argument("[netuid]", "number of the subnet", parseNetuid, DEFAULT_NETUID)
    .action(showSubnet);
  withWallet(withNode(command.command("create")), "its owner's hotkey")
    .description("create a subnet; your coldkey pays the lock and owns it")
    .action(create);
  withWallet(withNode(command.command("start")))
    .description("let a subnet of yours earn from now on")
    .argument("<netuid>", "number of the subnet", parseNetuid)
    .action(start);
  withWallet(withNode(command.command("register")), "the hotkey to register")
    .description("register a hotkey as a neuron of a subnet; your coldkey pays")
    .argument("[netuid]", "number of the subnet", parseNetuid, DEFAULT_NETUID)
    .option("--max-price <tao>", "do not pay more than this", parseAmount)
    .action(register);
  command
    .command("new")
    .description("write the folder of a subnet of your own: task, miner, validator, and a test")
    .argument("<name>", "its name: small letters, digits and hyphens")
    .option("--dir <folder>", "where to write it (default: a new folder of that name)")
    .addHelpText("after", "\nExamples:\n  $ myelin subnet new tides\n  $ cd tides && npm install && npm test")
    .action(newSubnet);
  withNeuron(withWallet(withNode(command.command("run")), "the neuron's hotkey"))
    .description("run the miner or the validator of a subnet's folder")
    .argument("<role>", "miner or validator", parseRole)
    .argument("[folder]", "the folder of the subnet", ".")
    .requiredOption("--netuid <number>", "number of the subnet", parseNetuid)
    .option("--set <name=value>", "an option of the subnet's own; may be given again", collectSetting, {})
    .addHelpText(
      "after",
      `
Examples:
  $ myelin subnet run validator tides --netuid 3 --wallet owner
  $ myelin subnet run miner tides --netuid 3 --wallet ann --set model=small`,
    )
    .action(async (role: "miner" | "validator", folder: string, options: RunSubnetOptions) =>
      (await import("../processes/own-subnet.ts")).runOwnSubnet(role, folder, options),
    );
  command.addHelpText(
    "after",
    `
Examples:
  $ myelin subnet list
  $ myelin subnet register 2
  $ myelin subnet new tides
  $ myelin subnet create --wallet alice
  $ myelin subnet start 3 --wallet alice
  $ myelin subnet run miner tides --netuid 3`,
  );
}

function parseRole(text: string): "miner" | "validator" {
  if (text === "miner" || text === "validator") return text;
  throw new InvalidArgumentError("Say miner or validator.");
}

function collectSetting(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Write it as name=value.");
  return { ...before, [name]: value };
}

async function newSubnet(name: string, options: OutputOptions & { readonly dir?: string }): Promise<void> {
  const [{ createSubnet }, { relative }] = await Promise.all([import("../own-subnet/create.ts"), import("node:path")]);
  const created = await createSubnet(name, options.dir);
  const place = relative(process.cwd(), created.folder) || ".";
  show(
    options,
    created,
    () => `Wrote ${created.files.join(", ")} to ${created.folder}. Try it: cd ${place} && npm install && npm test`,
  );
}

async function list(options: NodeOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    const { getSubnets } = await import("@myelin/client");
    const subnets = (await getSubnets(client)).map((subnet) => ({
      ...subnet,
      ownerHotkey: addressOf(subnet.ownerHotkey),
      ownerColdkey: addressOf(subnet.ownerColdkey),
    }));
    showRows(
      options,
      subnets,
      [
        { title: "subnet", value: ({ netuid }) => String(netuid), align: "right" },
        { title: "name", value: ({ name }) => name, shrinks: true },
        { title: "price τ", value: ({ price }) => price.toFixed(6), align: "right" },
        { title: "τ in pool", value: ({ taoIn }) => formatColumn(taoIn, 2), align: "right" },
        { title: "α in pool", value: ({ alphaIn }) => formatColumn(alphaIn, 2), align: "right" },
        { title: "α outside", value: ({ alphaOut }) => formatColumn(alphaOut, 2), align: "right" },
        { title: "tempo", value: ({ tempo }) => String(tempo), align: "right" },
        { title: "owner", value: ({ ownerColdkey }) => ownerColdkey, shrinks: true, optional: true },
      ],
      "No subnet yet.",
    );
  });
}

async function showSubnet(netuid: number, options: NodeOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const { getMetagraph, getSubnets } = await import("@myelin/client");
    const [graph, subnets] = await Promise.all([getMetagraph(client, netuid), getSubnets(client)]);
    const { neurons, ...about } = graph;
    const price = subnets.find((subnet) => subnet.netuid === netuid)?.price ?? 0;
    const result = {
      ...about,
      ownerHotkey: addressOf(graph.ownerHotkey),
      ownerColdkey: addressOf(graph.ownerColdkey),
      neurons: neurons.length,
      price,
    };
    show(options, result, () =>
      fields([
        ["subnet", `${netuid} ${graph.name}`],
        ["owner", `${result.ownerColdkey} (hotkey ${result.ownerHotkey})`],
        ["neurons", `${neurons.length} of ${graph.maxUids}`],
        ["registration", formatAmount(graph.burn)],
        ["price", `${price.toFixed(6)} τ for 1 α`],
        ["pool", `${formatAmount(graph.taoIn, "τ", 4)} and ${formatAmount(graph.alphaIn, "α", 4)}`],
        ["tempo", `${graph.tempo} blocks, ${graph.blocksSinceLastStep} since the last epoch`],
        [
          "weights",
          `${graph.commitRevealEnabled ? "committed, then revealed" : "in the open"}, every ${graph.weightsRateLimit} blocks at most`,
        ],
      ]),
    );
  });
}

async function create(options: Options): Promise<void> {
  const [coldkey, hotkey] = await Promise.all([coldkeyOf(options), hotkeyAddress(undefined, options)]);
  await withClient(options.url, async (client) => {
    const { registerSubnet } = await import("@myelin/client");
    const created = registerSubnet(client, coldkey, hotkey);
    const { netuid, inclusion } = await withProgress(options, "Creating the subnet", created);
    const result = { netuid, ownerColdkey: coldkey.address, ownerHotkey: hotkey, ...receipt(inclusion) };
    show(options, result, () => `Subnet ${netuid} is yours. Let it earn with "myelin subnet start ${netuid}".`);
  });
}

async function start(netuid: number, options: Options): Promise<void> {
  const coldkey = await coldkeyOf(options);
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const { startSubnet } = await import("@myelin/client");
    const inclusion = await withProgress(options, "Starting the subnet", startSubnet(client, coldkey, netuid));
    show(
      options,
      { netuid, ...receipt(inclusion) },
      () => `Subnet ${netuid} earns from block ${inclusion.blockNumber} on.`,
    );
  });
}

async function register(netuid: number, options: Options & { readonly maxPrice?: bigint }): Promise<void> {
  const [coldkey, hotkey] = await Promise.all([coldkeyOf(options), hotkeyAddress(undefined, options)]);
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const { getBalance, getMetagraph, getUid, registerNeuron } = await import("@myelin/client");
    const already = await getUid(client, netuid, hotkey);
    if (already !== undefined) {
      show(
        options,
        { netuid, uid: already, hotkey, already: true },
        () => `${hotkey} is neuron ${already} of subnet ${netuid} already.`,
      );
      return;
    }
    const [{ burn }, { free }] = await Promise.all([getMetagraph(client, netuid), getBalance(client, coldkey.address)]);
    if (options.maxPrice !== undefined && burn > options.maxPrice) {
      throw new CliError(
        "CLI_NOT_ENOUGH",
        `A registration costs ${formatAmount(burn)} now. Raise --max-price, or wait: the price halves with time.`,
      );
    }
    if (free < burn) {
      throw new CliError(
        "CLI_NOT_ENOUGH",
        `A registration costs ${formatAmount(burn)}, and ${coldkey.address} holds ${formatAmount(free)}. On a development network "myelin faucet" helps.`,
      );
    }
    const inclusion = await withProgress(options, "Registering", registerNeuron(client, coldkey, netuid, hotkey));
    const uid = await getUid(client, netuid, hotkey, { at: inclusion.blockHash });
    show(
      options,
      { netuid, uid, hotkey, paidRao: burn, ...receipt(inclusion) },
      () => `${hotkey} is neuron ${uid} of subnet ${netuid}, for ${formatAmount(burn)}. Run it with "${runs(netuid)}".`,
    );
  });
}

/** The command for a miner of a subnet: of the language one, or of one that is written by somebody. */
function runs(netuid: number): string {
  return netuid === DEFAULT_NETUID ? "myelin miner" : `myelin subnet run miner FOLDER --netuid ${netuid}`;
}
