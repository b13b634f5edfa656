import { accountId, call, ensureRoot } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doDissolveNetwork } from "../coinbase/root.ts";
import { NetUid } from "../types.ts";

const DISSOLUTION = weight(119_000_000n, 0n, 6, 31);

export const dissolve_network = call({
  index: 61,
  args: { coldkey: accountId, netuid: NetUid },
  weight: DISSOLUTION,
  docs: "Root pays out and removes a subnet; the coldkey is not looked at.",
  run(ctx, origin, { netuid }) {
    ensureRoot(origin);
    doDissolveNetwork(ctx, netuid);
  },
});

export const root_dissolve_network = call({
  index: 120,
  args: { netuid: NetUid },
  weight: DISSOLUTION,
  docs: "Root pays out and removes a subnet.",
  run(ctx, origin, { netuid }) {
    ensureRoot(origin);
    doDissolveNetwork(ctx, netuid);
  },
});
