import { bytes, call } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doUpdateSymbol } from "../subnets/symbols.ts";
import { NetUid } from "../types.ts";

export const update_symbol = call({
  index: 112,
  args: { netuid: NetUid, symbol: bytes },
  weight: weight(28_313_000n, 9_074n, 4, 1),
  docs: "Gives a subnet another free symbol; the owner or root.",
  run(ctx, origin, { netuid, symbol }) {
    doUpdateSymbol(ctx, origin, netuid, symbol);
  },
});
