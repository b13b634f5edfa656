import type { SubnetItem } from "./hyperparameters.ts";

export interface ItemGroup {
  readonly title: string;
  readonly items: readonly SubnetItem[];
}

/** What belongs together, by the names of the chain's storage items; the first group that fits takes an item. */
const GROUPS: readonly (readonly [title: string, fits: (item: SubnetItem) => boolean])[] = [
  ["Retired", ({ docs }) => /retired|older releases|unused by/i.test(docs)],
  [
    "Epoch and consensus",
    named(
      /^(Tempo|Kappa|Rho|Bonds|LiquidAlpha|Alpha(Values|Sigmoid)|ActivityCutoff|Yuma3|SubnetEpoch(Consensus|Index)|Last(Epoch|Mech)|BlocksSince|PendingEpoch|Mechanism)/,
    ),
  ],
  ["Weights", named(/^(Weights|MinAllowedWeights|CommitReveal|RevealPeriod)/)],
  [
    "Registration and places",
    named(
      /^(Burn|MaxBurn|MinBurn|.*Registrations|MaxRegistrations|Adjustment|LastAdjustment|Immun|M(ax|in)AllowedUids|MaxAllowedValidators|MinNonImmune|NetworkRegistrationAllowed|SubnetworkN|Serving|RAORecycled|Collateral)/,
    ),
  ],
  [
    "Pool and emission",
    named(
      /^(Subnet(TAO|Alpha|Tao|Moving|Volume|Excess|Protocol|Root|Emission|Ema|Mechanism)|Pending|EMAPrice|FirstEmission|MinerBurned|Root|RecycleOrBurn|SubtokenEnabled)/,
    ),
  ],
  [
    "Owner and identity",
    named(
      /Owner|Identit|TokenSymbol|SubnetLocked|Lock|NetworksAdded|NetworkRegisteredAt|Lease|RegisteredSubnetCounter|TransferToggle/,
    ),
  ],
];
const REST = "Further";
/** What no epoch reads any more comes last. */
const LAST = "Retired";

/** A subnet's items by what they are about. */
export function grouped(items: readonly SubnetItem[]): ItemGroup[] {
  const groups = new Map<string, SubnetItem[]>(
    [...GROUPS.slice(1).map(([title]) => title), REST, LAST].map((title) => [title, []]),
  );
  for (const item of items) groups.get(GROUPS.find(([, fits]) => fits(item))?.[0] ?? REST)!.push(item);
  return [...groups].filter(([, members]) => members.length > 0).map(([title, members]) => ({ title, items: members }));
}

function named(pattern: RegExp): (item: SubnetItem) => boolean {
  return ({ name }) => pattern.test(name);
}
