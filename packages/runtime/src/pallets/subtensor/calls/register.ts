import { accountId, bytes, call, u64 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doRegister, doRegisterLimit, doRootRegister } from "../subnets/registration.ts";
import { NetUid } from "../types.ts";

export const register = call({
  index: 6,
  args: { netuid: NetUid, block_number: u64, nonce: u64, work: bytes, hotkey: accountId, coldkey: accountId },
  weight: weight(349_872_000n, 6_148n, 34, 29),
  docs: "Registers a hotkey as burned_register does; the proof of work of former releases is not looked at.",
  run(ctx, origin, { netuid, hotkey }) {
    doRegister(ctx, origin, netuid, hotkey);
  },
});

export const burned_register = call({
  index: 7,
  args: { netuid: NetUid, hotkey: accountId },
  weight: weight(336_815_000n, 6_148n, 34, 29),
  docs: "Registers a hotkey of the caller on a subnet for its current price.",
  run(ctx, origin, { netuid, hotkey }) {
    doRegister(ctx, origin, netuid, hotkey);
  },
});

export const root_register = call({
  index: 62,
  args: { hotkey: accountId },
  weight: weight(103_934_000n, 4_981n, 19, 16),
  docs: "Registers a hotkey of the caller on root, where root stake decides who stays.",
  run(ctx, origin, { hotkey }) {
    doRootRegister(ctx, origin, hotkey);
  },
});

export const register_limit = call({
  index: 134,
  args: { netuid: NetUid, hotkey: accountId, limit_price: u64 },
  weight: weight(354_200_000n, 0n, 47, 40),
  docs: "Registers a hotkey of the caller on a subnet if it costs no more than the limit, in rao.",
  run(ctx, origin, { netuid, hotkey, limit_price }) {
    doRegisterLimit(ctx, origin, netuid, hotkey, limit_price);
  },
});
