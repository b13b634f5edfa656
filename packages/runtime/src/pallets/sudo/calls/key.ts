import { call, MultiAddress } from "@myelin/frame";
import { lookup } from "../../../lookup.ts";
import { weight } from "../../../weights.ts";
import { E } from "../events.ts";
import { ensureSudo } from "../key.ts";
import { S } from "../storage.ts";

export const set_key = call({
  index: 2,
  args: { new: MultiAddress },
  weight: weight(9_663_000n, 1517n, 1, 1),
  docs: "Hand the sudo key over (sudo key).",
  run(ctx, origin, args) {
    ensureSudo(ctx, origin);
    const next = lookup(args.new);
    ctx.depositEvent(E.KeyChanged({ old: S.Key.get(ctx), new: next }));
    S.Key.set(ctx, next);
    return { paysFee: false };
  },
});

export const remove_key = call({
  index: 4,
  args: {},
  weight: weight(9_127_000n, 1517n, 1, 1),
  docs: "Give the sudo key up for good (sudo key).",
  run(ctx, origin) {
    ensureSudo(ctx, origin);
    ctx.depositEvent(E.KeyRemoved());
    S.Key.kill(ctx);
    return { paysFee: false };
  },
});
