import {
  type CallValue,
  type Context,
  createRuntime,
  type Pallet,
  type Runtime,
  type RuntimeVersion,
  type ValueOf,
} from "@myelin/frame";
import { fromHex } from "@myelin/primitives/hex";
import { assertConfig, type RuntimeConfig } from "./config.ts";
import { extensions } from "./extensions/index.ts";
import { adminUtils } from "./pallets/admin_utils/index.ts";
import { alphaAssets } from "./pallets/alpha_assets/index.ts";
import { aura } from "./pallets/aura/index.ts";
import { balances } from "./pallets/balances/index.ts";
import { commitments } from "./pallets/commitments/index.ts";
import { crowdloan } from "./pallets/crowdloan/index.ts";
import { grandpa } from "./pallets/grandpa/index.ts";
import { mevShield } from "./pallets/mev_shield/index.ts";
import { multisig } from "./pallets/multisig/index.ts";
import { preimage } from "./pallets/preimage/index.ts";
import { proxy } from "./pallets/proxy/index.ts";
import { scheduler } from "./pallets/scheduler/index.ts";
import { dispatchGuards } from "./pallets/subtensor/guards/index.ts";
import { subtensorModule } from "./pallets/subtensor/index.ts";
import { sudo } from "./pallets/sudo/index.ts";
import { swap } from "./pallets/swap/index.ts";
import { system } from "./pallets/system/block.ts";
import { systemPallet } from "./pallets/system/index.ts";
import { timestamp } from "./pallets/timestamp/index.ts";
import { transactionPayment } from "./pallets/transaction_payment/index.ts";
import { utility } from "./pallets/utility/index.ts";
import { hasNestedBatch } from "./pallets/utility/limits.ts";
import { VERSION } from "./version.ts";
import { withVirtualReads } from "./virtual-reads/index.ts";

/** Every pallet after System, in the order of the chain's `construct_runtime` (`runtime/src/lib.rs`). */
const PALLETS: readonly Pallet[] = [
  timestamp,
  aura,
  grandpa,
  balances,
  transactionPayment,
  subtensorModule,
  utility,
  sudo,
  multisig,
  preimage,
  scheduler,
  proxy,
  commitments,
  adminUtils,
  crowdloan,
  swap,
  mevShield,
  alphaAssets,
];

/** Which calls others than root may dispatch (`BaseCallFilter`). */
const callFilter = (_ctx: Context, call: CallValue): boolean => !hasNestedBatch(call);

/**
 * The runtime of a Myelin network under its configuration: subtensor's pallets at their names and indices.
 *
 * ```ts
 * const runtime = createMyelinRuntime(developmentConfig);
 * const state = runtime.buildGenesis(developmentGenesis());
 * ```
 *
 * @throws ConfigError
 */
export function createMyelinRuntime(config: RuntimeConfig): Runtime {
  assertConfig(config);
  const runtime: Runtime = createRuntime({
    version: VERSION,
    config,
    pallets: [systemPallet(() => versionValue(runtime)), ...PALLETS.map(withVirtualReads)],
    system,
    extensions,
    callFilter,
    guards: dispatchGuards,
    crate: "node_subtensor_runtime",
  });
  return runtime;
}

/** The version as the constant `System.Version` shows it. */
function versionValue({ version }: Runtime): ValueOf<typeof RuntimeVersion> {
  return {
    spec_name: version.specName,
    impl_name: version.implName,
    authoring_version: version.authoringVersion,
    spec_version: version.specVersion,
    impl_version: version.implVersion,
    apis: version.apis.map(([id, number]) => [fromHex(id), number]),
    transaction_version: version.transactionVersion,
    system_version: version.systemVersion,
  };
}
