import { pythonSuite } from "./run-python.ts";
import type { Group, Reason, Suite } from "./suite.ts";

/** Easiest first. */
const GROUPS: readonly Group[] = [
  {
    name: "1",
    title: "wallets",
    files: ["test_wallet_creations.py", "test_wallet_interactions.py"],
  },
  { name: "2", title: "proxies", files: ["test_proxy.py"] },
  {
    name: "3",
    title: "neurons and identities",
    files: ["test_axon.py", "test_registration.py", "test_set_identity.py"],
  },
  { name: "4", title: "what owners set", files: ["test_hyperparams_setting.py", "test_stake_burn.py"] },
  {
    name: "5",
    title: "staking",
    files: ["test_staking_sudo.py", "test_unstaking.py", "test_stake_movement.py"],
  },
  { name: "6", title: "children", files: ["test_children_hotkeys.py"] },
  {
    name: "7",
    title: "the rest",
    files: ["test_crowdloans.py", "test_coldkey_swap.py", "test_liquidity.py", "test_root.py", "test_senate.py"],
  },
];

const REASONS: readonly Reason[] = [];

/** The end-to-end tests of btcli. */
export const btcli: Suite = {
  name: "btcli",
  title: "btcli's end-to-end tests",
  about:
    "Release 9.21.2, unchanged, run against `bin/localnet.sh`. A test has three attempts, as in the suite's own workflow.",
  source: "the source of btcli, release 9.21.2 (https://github.com/opentensor/btcli)",
  groups: GROUPS,
  reasons: REASONS,
  ...pythonSuite({ set: "c", folder: "tests/e2e_tests", testLimit: 600 }),
};
