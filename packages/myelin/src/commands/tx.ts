import type { Client, Inclusion, Transaction } from "@myelin/client";
import type { Keypair } from "@myelin/primitives";
import { type Command, InvalidArgumentError } from "commander";
import { splitName } from "../chain/names.ts";
import { addressOf } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { developmentAccount } from "../session/development.ts";
import { type NodeOptions, parseCount, type WalletOptions, withNode, withWallet } from "../session/options.ts";
import { receipt } from "../session/receipt.ts";
import { coldkeyOf, hotkeyOf } from "../session/signer.ts";
import { formatAmount, parseAmount } from "../terminal/amount.ts";
import { CliError } from "../terminal/errors.ts";
import { note, show, showRows } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";
import { confirm } from "../terminal/prompt.ts";

const SIGNERS = ["coldkey", "hotkey"] as const;

interface Options extends NodeOptions, WalletOptions {
  readonly signer: (typeof SIGNERS)[number];
  readonly sudo?: boolean;
  readonly tip?: bigint;
  readonly nonce?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function configure(command: Command): void {
  withWallet(withNode(command))
    .argument("[call]", "Pallet.call; a pallet alone lists its calls")
    .argument("[arguments...]", "name=value each, all in order, or one JSON object")
    .option("--signer <key>", "which key of the wallet signs: coldkey or hotkey", parseSigner, "coldkey")
    .option("--sudo", "as root, by the network's sudo key")
    .option("--tip <tao>", "tip for the author of the block", parseAmount)
    .option("--nonce <number>", "sign with this nonce instead of the next one", parseNonce)
    .option("--dry-run", "encode it and tell the fee; send nothing")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      `
Examples:
  $ myelin tx                                    pallets that have calls
  $ myelin tx Balances                           calls of a pallet, with their arguments
  $ myelin tx Balances.transfer_keep_alive dest=5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty value=2.5tao
  $ myelin tx SubtensorModule.set_weights 2 0,1 65535,7 0 --signer hotkey
  $ myelin tx System.remark '{"remark": "hello"}' --dry-run
  $ myelin tx AdminUtils.sudo_set_tempo netuid=2 tempo=30 --sudo

Amounts are rao, a billionth of a TAO, unless they end with tao.`,
    )
    .action(tx);
}

async function tx(name: string | undefined, words: readonly string[], options: Options): Promise<void> {
  await withClient(options.url, async (client) => {
    const [pallet, call] = name === undefined ? [] : splitName(name);
    if (pallet === undefined) return listPallets(client, options);
    if (call === undefined) return await listPallet(client, pallet, options);
    const transaction = await build(client, pallet, call, words, options);
    const signer = await signerOf(client, options);
    const fee = await transaction.fee(signer);
    const path = `${pallet}.${call}`;
    if (options.dryRun) return await showDryRun(transaction, path, signer.address, fee, options);
    const question = `Sign ${path} as ${signer.address}? The fee is ${formatAmount(fee)}.`;
    if (!options.yes && !(await confirm(question, true))) throw new CliError("CLI_CANCELLED", "Nothing was sent.");
    const { tip, nonce } = options;
    const sent = transaction.sendAndWait(signer, { tip, nonce });
    await showInclusion(
      client,
      path,
      signer.address,
      fee,
      await withProgress(options, "Waiting for the block", sent),
      options,
    );
  });
}

/** A key of the wallet; for root the network's sudo key, which on development networks everybody has. */
async function signerOf(client: Client, options: Options): Promise<Keypair> {
  const own = () => (options.signer === "hotkey" ? hotkeyOf(options) : coldkeyOf(options));
  if (!options.sudo) return await own();
  const root = await client.query.get<string | undefined>("Sudo", "Key");
  if (root === undefined) throw new CliError("CLI_REFUSED", "This network has no sudo key: nobody can act as root.");
  const development = await developmentAccount();
  const signer = development.accountId === root ? development : await own();
  if (signer.accountId === root) return signer;
  throw new CliError("CLI_REFUSED", `Root's calls are signed by ${addressOf(root)}: choose its wallet with --wallet.`);
}

async function build(
  client: Client,
  pallet: string,
  call: string,
  words: readonly string[],
  { sudo }: Options,
): Promise<Transaction> {
  const [{ callParameters }, { readArguments }] = await Promise.all([
    import("../chain/names.ts"),
    import("../values/arguments.ts"),
  ]);
  const args = readArguments(client.metadata.types, `${pallet}.${call}`, callParameters(client, pallet, call), words);
  return sudo ? client.tx("Sudo", "sudo", { call: client.call(pallet, call, args) }) : client.tx(pallet, call, args);
}

async function showDryRun(
  transaction: Transaction,
  path: string,
  signer: string,
  fee: bigint,
  options: Options,
): Promise<void> {
  const [{ toHex }, { blake2b256 }] = await Promise.all([
    import("@myelin/primitives/hex"),
    import("@myelin/primitives/hash"),
  ]);
  const bytes = transaction.encodedCall();
  const result = { call: path, signer, feeRao: fee, encoded: toHex(bytes), callHash: toHex(blake2b256(bytes)) };
  show(options, result, () => `${result.encoded}\nhash  ${result.callHash}\nfee   ${formatAmount(fee)}`);
  note(options, "Nothing was sent.");
}

async function showInclusion(
  client: Client,
  path: string,
  signer: string,
  fee: bigint,
  inclusion: Inclusion,
  options: Options,
): Promise<void> {
  const [{ eventJson }, { eventLine }] = await Promise.all([
    import("../chain/written.ts"),
    import("../chain/lines.ts"),
  ]);
  const events = inclusion.events.map((event) => ({ ...event, extrinsic: inclusion.index }));
  const refused = sudoRefusal(client, inclusion);
  if (refused !== undefined) throw refused;
  const result = {
    call: path,
    signer,
    feeRao: fee,
    ...receipt(inclusion),
    events: events.map((event) => eventJson(client, event)),
  };
  show(options, result, () =>
    [`${path} is in block ${inclusion.blockNumber}.`, ...events.map((event) => `  ${eventLine(client, event)}`)].join(
      "\n",
    ),
  );
}

/** A call as root can fail though its extrinsic succeeded; `Sudo.Sudid` tells. */
function sudoRefusal(client: Client, { events, blockHash }: Inclusion): CliError | undefined {
  const sudid = events.find(({ pallet, name }) => pallet === "Sudo" && name === "Sudid")?.value;
  const outcome = (sudid as { sudo_result?: { ok: boolean; error?: { type: string; value?: unknown } } } | undefined)
    ?.sudo_result;
  if (outcome === undefined || outcome.ok) return undefined;
  const error = outcome.error!;
  const module = error.type === "Module" ? (error.value as { index: number; error: Uint8Array }) : undefined;
  const entry = module === undefined ? undefined : client.metadata.moduleError(module.index, module.error[0]!);
  const reason = entry === undefined ? error.type : `${entry.pallet}.${entry.name} (${entry.docs})`;
  return new CliError("CLI_REFUSED", `The chain refused the call as root: ${reason}. It is in block ${blockHash}.`);
}

function listPallets({ metadata }: Client, options: Options): void {
  const rows = metadata.palletNames
    .map((name) => ({ name, calls: metadata.callNames(name).length }))
    .filter(({ calls }) => calls > 0);
  showRows(
    options,
    rows,
    [
      { title: "pallet", value: ({ name }) => name },
      { title: "calls", value: ({ calls }) => String(calls), align: "right" },
    ],
    "This chain has no calls.",
  );
}

async function listPallet(client: Client, pallet: string, options: Options): Promise<void> {
  const { findOwner, listCalls, listedLine } = await import("../chain/names.ts");
  const calls = findOwner(client.metadata, pallet) === "pallet" ? listCalls(client, pallet) : [];
  show(options, calls, () => calls.map(listedLine).join("\n") || `${pallet} has no calls.`);
}

function parseSigner(text: string): (typeof SIGNERS)[number] {
  const found = SIGNERS.find((known) => known === text);
  if (found === undefined) throw new InvalidArgumentError(`Choose one of ${SIGNERS.join(", ")}.`);
  return found;
}

function parseNonce(text: string): number {
  return text === "0" ? 0 : parseCount(text);
}
