import { accountId, call, option } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doRegisterNetwork, doStartCall } from "../subnets/register_network.ts";
import { NetUid, SubnetIdentityV3 } from "../types.ts";

const DYNAMIC = 1;

export const register_network = call({
  index: 59,
  args: { hotkey: accountId },
  weight: weight(277_125_000n, 9_947n, 40, 48),
  docs: "Registers a subnet of the caller for the current lock cost.",
  run(ctx, origin, { hotkey }) {
    doRegisterNetwork(ctx, origin, hotkey, DYNAMIC);
  },
});

export const register_network_with_identity = call({
  index: 79,
  args: { hotkey: accountId, identity: option(SubnetIdentityV3) },
  weight: weight(275_041_000n, 9_883n, 39, 47),
  docs: "Registers a subnet of the caller for the current lock cost, and describes it.",
  run(ctx, origin, { hotkey, identity }) {
    doRegisterNetwork(ctx, origin, hotkey, DYNAMIC, identity);
  },
});

export const start_call = call({
  index: 92,
  args: { netuid: NetUid },
  weight: weight(39_454_000n, 4_583n, 5, 2),
  docs: "The owner starts a subnet: its alpha trades, and it earns from the next block on.",
  run(ctx, origin, { netuid }) {
    doStartCall(ctx, origin, netuid);
  },
});
