import { defaultConfig, developmentGenesis, type RuntimeConfig } from "@myelin/runtime";
import { type ChainSpec, ChainSpecError, configFromJson, developmentSpec } from "./chain-spec.ts";

/** What `prod_or_fast!` gives in a fast build (`runtime/src/lib.rs`, `pallets/subtensor/src/lib.rs`). */
const FAST: Partial<RuntimeConfig> = {
  blockTime: 250,
  initialTempo: 10,
  initialTxChildKeyTakeRateLimit: 5n,
  evmKeyAssociateRateLimit: 1n,
  initialColdkeySwapAnnouncementDelay: 50,
  initialColdkeySwapReannouncementDelay: 10,
  hotkeySwapOnSubnetInterval: 1n,
  initialMaxEpochsPerBlock: 32,
  pendingChildKeyCooldown: 15n,
  maxUidsTrimmingRateLimit: 1n,
  mechanismCountSetRateLimit: 1n,
  mechanismEmissionRateLimit: 1n,
};

/** What the chain's own images for tests change in a build that is not fast (`scripts/localnet_patch.sh`). */
const PATCHED: Partial<RuntimeConfig> = { pendingChildKeyCooldown: 15n };

/** What every such build changes: its patch (`scripts/localnet_patch.sh`), and the feature `pow-faucet`. */
const ALWAYS: Partial<RuntimeConfig> = { setChildrenRateLimit: 15n, initialNetworkRateLimit: 0n };

/** Owner of the root network in a fast build (`pallets/subtensor/src/macros/genesis.rs`). */
const ROOT_OWNER = { coldkey: "//Alice", hotkey: "//Alice_hk" };

/**
 * The network of subtensor's `scripts/localnet.sh`, as its test suites know it: the main network's values, or those of a
 * fast build with a block every 250 ms. The variable `MYELIN_OPTIONS` may hold other options, as a JSON object; suites that
 * are written for an earlier release get its values by it.
 *
 * @throws {ChainSpecError} {@link ConfigError} where the variable has no usable options
 */
export function localnetSpec(fast: boolean): ChainSpec {
  const values = { ...(fast ? FAST : PATCHED), ...ALWAYS };
  return developmentSpec({
    name: "Bittensor",
    id: "bittensor",
    config: configFromJson({ ...defaultConfig, development: true, ...values, ...optionsOfEnvironment() }),
    genesis: developmentGenesis({ accounts: fundedByEnvironment(), ...(fast ? { rootOwner: ROOT_OWNER } : {}) }),
  });
}

const RICH = 1_000_000_000_000_000n;

/** One more rich account, named by the variable that subtensor's own chain specification reads. */
function fundedByEnvironment(): Record<string, bigint> {
  const address = process.env["BT_DEFAULT_TOKEN_WALLET"];
  return address === undefined || address === "" ? {} : { [address]: RICH };
}

function optionsOfEnvironment(): Record<string, unknown> {
  const text = process.env["MYELIN_OPTIONS"];
  if (text === undefined || text === "") return {};
  try {
    const options: unknown = JSON.parse(text);
    if (typeof options === "object" && options !== null && !Array.isArray(options)) {
      return options as Record<string, unknown>;
    }
  } catch {
    // said below
  }
  throw new ChainSpecError(`Set MYELIN_OPTIONS to a JSON object, such as {"newSubnetBurn": "100000000"}.`);
}
