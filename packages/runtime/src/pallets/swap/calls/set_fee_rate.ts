import { call, ensure, ensureRoot, u16 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { S as Subtensor } from "../../subtensor/storage.ts";
import { MAX_FEE_RATE } from "../constants.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";

/** Root sets the fee of a subnet's pool, in parts of 65535 (`pallets/swap/src/pallet/mod.rs`). */
export const set_fee_rate = call({
  index: 0,
  args: { netuid: u16, rate: u16 },
  weight: weight(15_063_000n, 3_994n, 1, 1),
  docs: "Sets the fee that the pool of a subnet takes, in parts of 65535.",
  run(ctx, origin, { netuid, rate }) {
    ensureRoot(origin);
    ensure(Subtensor.NetworksAdded.get(ctx, netuid), Err.MechanismDoesNotExist);
    ensure(rate <= MAX_FEE_RATE, Err.FeeRateTooHigh);
    S.FeeRate.set(ctx, netuid, rate);
    ctx.depositEvent(E.FeeRateSet({ netuid, rate }));
  },
});
