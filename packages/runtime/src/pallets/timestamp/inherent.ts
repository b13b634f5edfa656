import { InherentError, type PalletInherent } from "@myelin/frame";
import { u64 } from "@myelin/primitives/scale";
import { maxBig } from "../../arithmetic.ts";
import { minimumPeriod } from "./constants.ts";
import { S } from "./storage.ts";

/** Under this name a block author hands the time over: u64 milliseconds since 1970. */
export const TIMESTAMP_INHERENT = "timstap0";

/** How far in the future a block may be, in milliseconds (`MAX_TIMESTAMP_DRIFT_MILLIS`). */
const MAX_DRIFT = 30_000n;

/** `substrate/frame/timestamp/src/lib.rs`, ProvideInherent. */
export const timestampInherent: PalletInherent = {
  create(ctx, data) {
    const given = data.get(TIMESTAMP_INHERENT);
    if (!given) return undefined;
    const earliest = S.Now.get(ctx) + minimumPeriod(ctx.config);
    return { type: "Timestamp", value: { type: "set", value: { now: maxBig(u64.decode(given), earliest) } } };
  },
  isInherent: (call) => call.type === "Timestamp" && call.value.type === "set",
  check(ctx, call, data) {
    const given = data.get(TIMESTAMP_INHERENT);
    const now = call.value.value["now"] as bigint;
    if (given && now > u64.decode(given) + MAX_DRIFT) {
      throw new InherentError(`The timestamp of the block is too far in the future: ${now} ms`);
    }
    if (now < S.Now.get(ctx) + minimumPeriod(ctx.config)) {
      throw new InherentError(`The time since the last timestamp is lower than the minimum period: ${now} ms`);
    }
  },
};
