import {
  accountId,
  type Config,
  type Context,
  constant,
  pallet,
  RuntimeVersion,
  runtimeApi,
  u16,
  u32,
  type ValueOf,
} from "@myelin/frame";
import { SPEC_NAME, SPEC_VERSION } from "../../version.ts";
import { accountNonce } from "./accounts.ts";
import * as calls from "./calls/index.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import {
  BlockLength,
  BlockWeights,
  blockLengthConstant,
  blockWeightsConstant,
  DB_WEIGHT,
  RuntimeDbWeight,
} from "./limits.ts";
import { S } from "./storage.ts";

const AccountNonceApi = runtimeApi("AccountNonceApi", 1, {
  account_nonce: {
    args: { account: accountId },
    result: u32,
    docs: "Number of the next transaction of an account.",
    run: (ctx, { account }) => accountNonce(ctx, account),
  },
});

/** Parent hash of the genesis block, as Substrate writes it: 32 times the letter E. */
const GENESIS_PARENT = `0x${"45".repeat(32)}` as const;

function genesis(ctx: Context): void {
  S.BlockHash.set(ctx, 0, GENESIS_PARENT);
  S.ParentHash.set(ctx, GENESIS_PARENT);
  S.LastRuntimeUpgrade.set(ctx, { spec_version: SPEC_VERSION, spec_name: SPEC_NAME });
  S.UpgradedToU32RefCount.set(ctx, true);
  S.UpgradedToTripleRefCount.set(ctx, true);
}

/**
 * Accounts, blocks and events (index 0). `version` is asked when the metadata is made: only the assembled runtime knows
 * its table of APIs. Calls that replace WebAssembly code are absent, for there is none.
 */
export const systemPallet = (version: () => ValueOf<typeof RuntimeVersion>) =>
  pallet({
    name: "System",
    index: 0,
    module: "frame_system::pallet",
    storage: S,
    calls,
    events: E,
    errors: Err,
    constants: {
      BlockWeights: constant(BlockWeights, blockWeightsConstant),
      BlockLength: constant(BlockLength, blockLengthConstant),
      BlockHashCount: constant(u32, (config: Config) => config.blockHashCount),
      DbWeight: constant(RuntimeDbWeight, DB_WEIGHT),
      Version: constant(RuntimeVersion, version),
      SS58Prefix: constant(u16, 42),
    },
    hooks: { genesis },
    apis: [AccountNonceApi],
  });
