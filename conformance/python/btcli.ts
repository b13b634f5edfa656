import { join } from "node:path";
import { keypairFromUri } from "@myelin/primitives";
import type { Check } from "./check.ts";
import { type Environment, execute } from "./environment.ts";

const TIMEOUT = 60_000;
const ALICE = keypairFromUri("//Alice").address;
const RECEIVER = keypairFromUri("//Receiver//btcli").address;

interface Command {
  readonly name: string;
  readonly args: readonly string[];
  /** What is wrong with the JSON it printed; undefined where nothing is. */
  readonly wrong: (json: never) => string | undefined;
}

const balanceOf = (address: string) => ["wallet", "balance", "--ss58", address];

interface Balances {
  readonly balances: Record<string, { readonly free: number }>;
}
const freeOf = ({ balances }: Balances) => Object.values(balances)[0]?.free;

/** btcli exits with 0 when it fails, so that only its output tells. */
const COMMANDS: readonly Command[] = [
  {
    name: "btcli wallet balance",
    args: balanceOf(ALICE),
    wrong: (json: Balances) => ((freeOf(json) ?? 0) > 1000 ? undefined : "Alice is poor"),
  },
  {
    name: "btcli subnets list",
    args: ["subnets", "list"],
    wrong: ({ subnets }: { subnets: Record<string, { netuid: number }> }) =>
      Object.keys(subnets).join() === "0,1" ? undefined : `subnets ${Object.keys(subnets)}`,
  },
  {
    name: "btcli subnets show",
    args: ["subnets", "show", "--netuid", "1", "--no-prompt"],
    wrong: ({ uids }: { uids: unknown[] }) => (uids.length > 0 ? undefined : "no neurons"),
  },
  {
    name: "btcli subnets hyperparameters",
    args: ["subnets", "hyperparameters", "--netuid", "1"],
    wrong: (list: { hyperparameter: string }[]) =>
      list.some(({ hyperparameter }) => hyperparameter === "tempo") ? undefined : "no tempo",
  },
  {
    name: "btcli subnets burn-cost",
    args: ["subnets", "burn-cost"],
    wrong: ({ burn_cost: cost }: { burn_cost: { rao: number } }) => (cost.rao > 0 ? undefined : "it costs nothing"),
  },
  {
    name: "btcli wallet transfer",
    args: ["wallet", "transfer", "--wallet-name", "Alice", "--destination", RECEIVER, "--amount", "1.5", "--no-prompt"],
    wrong: ({ success }: { success: boolean }) => (success ? undefined : "it failed"),
  },
  {
    name: "btcli wallet balance after the transfer",
    args: balanceOf(RECEIVER),
    wrong: (json: Balances) => (freeOf(json) === 1.5 ? undefined : `${freeOf(json)} arrived`),
  },
];

/** Runs the command line with the wallets that the scenario made. */
export async function btcliChecks(environment: Environment, url: string, home: string): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, args, wrong } of COMMANDS) {
    const wallets = args.includes("--wallet-name") ? ["--wallet-path", join(home, "wallets")] : [];
    const all = [...args, ...wallets, "--network", url, "--json-output"];
    const { stdout, stderr } = await execute(environment, "btcli", all, home, TIMEOUT);
    const reason = reasonOf(stdout, wrong) ?? undefined;
    checks.push(
      reason === undefined ? { name, ok: true } : { name, ok: false, reason: `${reason} ${stderr.slice(-500)}` },
    );
  }
  return checks;
}

function reasonOf(stdout: string, wrong: Command["wrong"]): string | undefined {
  try {
    // It breaks long lines wherever the terminal ends, inside of strings too.
    return wrong(JSON.parse(stdout.replace(/\n/g, "")) as never);
  } catch (error) {
    return `${error instanceof Error ? error.message : error} in ${JSON.stringify(stdout.slice(-500))}`;
  }
}
