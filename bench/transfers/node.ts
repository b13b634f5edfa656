/**
 * The node of the benchmark, in a process of its own as users run it. Arguments: folder, number of accounts. Prints `ready
 * URL HASH`, `block TRANSFERS` for each block, and after the end of its input `cpu MICROSECONDS` since the first transfer.
 */
import { Node } from "@myelin/node";
import { developmentSpec } from "@myelin/node/chain/chain-spec";
import { keypairFromUri } from "@myelin/primitives/keys";
import { developmentGenesis } from "@myelin/runtime";
import { benchAccount } from "./accounts.ts";

const [dir, accounts] = process.argv.slice(2) as [string, string];
const keys = Array.from({ length: Number(accounts) }, (_, i) => keypairFromUri(benchAccount(i)));
const funds = Object.fromEntries(keys.map(({ accountId }) => [accountId, 1_000_000_000_000n]));
const spec = developmentSpec({ genesis: developmentGenesis({ accounts: funds }) });
const node = await Node.start({ dir, spec, rpc: { port: 0 } });
console.log(`ready ${node.rpc!.url} ${node.chain.genesisHash}`);

let began: NodeJS.CpuUsage | undefined;
node.chain.onBlock(({ body }) => {
  if (body.length > 1) began ??= process.cpuUsage();
  console.log(`block ${body.length - 1}`);
});
process.stdin.resume().once("end", async () => {
  const { user, system } = process.cpuUsage(began);
  console.log(`cpu ${user + system}`);
  await node.stop();
  process.exit(0);
});
