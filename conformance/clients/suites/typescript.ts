import { listFiles, runFile } from "./run-typescript.ts";
import type { Group, Reason, Suite } from "./suite.ts";

/** Folders of the suites, and what each tests. */
const FOLDERS: Readonly<Record<string, string>> = {
  zombienet_staking: "stake and root claims, through polkadot-api",
  zombienet_coldkey_swap: "coldkeys that are replaced, through polkadot-api",
  zombienet_subnets: "registration of subnets, through polkadot-api",
  "dev/subtensor/staking": "stake, block by block, through polkadot.js",
  smoke: "finality, through polkadot.js",
};

const GROUPS: readonly Group[] = Object.entries(FOLDERS).map(([name, title]) => ({
  name,
  title,
  files: new RegExp(`^${name}/`),
}));

const REASONS: readonly Reason[] = [];

/** The chain's own end-to-end tests in TypeScript. */
export const typescript: Suite = {
  name: "typescript",
  title: "The chain's TypeScript suites",
  about: `\`ts-tests\` of subtensor at spec 425, unchanged, each file with a network of its own: that of \`bin/localnet.sh\`, for \`dev\`
with 12 s blocks made on demand. \`suites/typescript\` stands in for moonwall, which starts binaries of the chain. Not run: the
suites of what is not built here (limit orders, Ethereum) and those of the shield, which need several authors.`,
  source: "the source of subtensor",
  folder: "ts-tests/suites",
  groups: GROUPS,
  reasons: REASONS,
  list: (source) => listFiles(source, Object.keys(FOLDERS)),
  async run(source, files, keep) {
    for (const file of files) {
      console.log(`\n${file}`);
      keep(file, await runFile(source, file));
    }
  },
};
