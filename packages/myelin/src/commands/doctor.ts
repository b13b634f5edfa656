import type { Command } from "commander";
import type { Finding } from "../doctor/check.ts";
import { defaultFolder } from "../session/network-options.ts";
import { type NodeOptions, withNode } from "../session/options.ts";
import { CliError } from "../terminal/errors.ts";
import { show } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";

interface Options extends NodeOptions {
  readonly dir: string;
  readonly walletPath?: string;
}

export function configure(command: Command): void {
  withNode(command)
    .option("--dir <folder>", "where the network is kept (MYELIN_DIR)", defaultFolder())
    .option("--wallet-path <folder>", "folder of all wallets (BT_WALLET_PATH, else ~/.bittensor/wallets)")
    .addHelpText(
      "after",
      `
Examples:
  $ myelin doctor
  $ myelin doctor --url 9955 --dir /data/myelin
  $ myelin doctor --json

One line a check: what was found, and where it is not good, what to do.
Ends with 1 if something is bad; warnings do not count.`,
    )
    .action(doctor);
}

async function doctor(options: Options): Promise<void> {
  const findings = await examine(options);
  show(options, findings, () => findings.map(lineOf).join("\n"));
  const bad = findings.filter(({ state }) => state === "bad");
  if (bad.length === 0) return;
  throw new CliError(
    "CLI_UNHEALTHY",
    `${bad.length} of ${findings.length} checks failed: ${bad.map(({ check }) => check).join(", ")}.`,
  );
}

async function examine({ url, dir, walletPath }: Options): Promise<Finding[]> {
  const [machine, network, keys, { walletPaths }, { dirname, join }] = await Promise.all([
    import("../doctor/machine.ts"),
    import("../doctor/network.ts"),
    import("../doctor/keys.ts"),
    import("@myelin/primitives/keyfile"),
    import("node:path"),
  ]);
  const wallets = dirname(walletPaths({ root: walletPath }).folder);
  return (
    await Promise.all([
      machine.checkNode(),
      machine.checkPackages(),
      machine.checkMachine(),
      machine.checkDisk(dir),
      machine.checkClock(),
      network.checkNetwork(url),
      network.checkAxons(),
      keys.checkKeys(wallets, "wallets"),
      keys.checkPasswords(wallets),
      keys.checkKeys(join(dir, "wallets"), "network keys"),
    ])
  ).flat();
}

const MARKS = { good: ["green", "✓"], warning: ["yellow", "!"], bad: ["red", "✗"] } as const;

function lineOf({ check, state, found, cure }: Finding): string {
  const [colour, mark] = MARKS[state];
  return `${style(colour, mark)} ${check.padEnd(12)}  ${found}${cure === undefined ? "" : `. ${style("bold", cure)}`}`;
}
