import { bytes, call } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { NetUid } from "../types.ts";
import { doSetIdentity, doSetSubnetIdentity } from "../utils/identity.ts";

export const set_identity = call({
  index: 68,
  args: {
    name: bytes,
    url: bytes,
    github_repo: bytes,
    image: bytes,
    discord: bytes,
    description: bytes,
    additional: bytes,
  },
  weight: weight(32_040_000n, 6_829n, 3, 1),
  docs: "Describes the caller, a coldkey with a registered hotkey.",
  run(ctx, origin, identity) {
    doSetIdentity(ctx, origin, identity);
  },
});

export const set_subnet_identity = call({
  index: 78,
  args: {
    netuid: NetUid,
    subnet_name: bytes,
    github_repo: bytes,
    subnet_contact: bytes,
    subnet_url: bytes,
    discord: bytes,
    description: bytes,
    logo_url: bytes,
    additional: bytes,
  },
  weight: weight(17_513_000n, 4_060n, 1, 1),
  docs: "Describes a subnet of the caller.",
  run(ctx, origin, { netuid, ...identity }) {
    doSetSubnetIdentity(ctx, origin, netuid, identity);
  },
});
