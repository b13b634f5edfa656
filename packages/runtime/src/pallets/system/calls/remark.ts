import { bytes, call, ensureSigned } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { weight } from "../../../weights.ts";
import { E } from "../events.ts";

export const remark = call({
  index: 0,
  args: { remark: bytes },
  weight: ({ remark }) => weight(2_091_000n + 362n * BigInt(remark.length)),
  docs: "Put bytes on chain without any effect.",
  run() {},
});

export const remark_with_event = call({
  index: 7,
  args: { remark: bytes },
  weight: ({ remark }) => weight(5_655_000n + 1_466n * BigInt(remark.length)),
  docs: "Put bytes on chain and emit their Blake2-256 hash.",
  run(ctx, origin, { remark }) {
    ctx.depositEvent(E.Remarked({ sender: ensureSigned(origin), hash: toHex(blake2b256(remark)) }));
  },
});
