import "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";

/**
 * Configuration of the main network at spec 425.
 *
 * Block counts, rates and shares in the units their comments give; amounts in rao.
 */
export const defaultConfig = {
  // The chain as a whole (`runtime/src/lib.rs`, `common/src/lib.rs`)
  /** Whether this is a development network: only then may the options of {@link developmentChoices} differ. */
  development: false as boolean,
  /** Milliseconds between two blocks, the slot of Aura. */
  blockTime: 12_000,
  /** Balance below which an account is removed, in rao. */
  existentialDeposit: 500n,
  /** Blocks whose hash stays readable by the runtime; also the longest useful era. */
  blockHashCount: 2_400,
  /** Computation a block may hold, in picoseconds of reference time. */
  blockWeightLimit: 4_000_000_000_000n,
  /** Bytes of extrinsics a block may hold. */
  blockLengthLimit: 10_485_760,
  /** Whether `serve_axon` takes loopback addresses. */
  acceptLoopbackAxons: false as boolean,
  // Metadata constants of SubtensorModule
  /** Rao the issuance counter starts from. */
  initialIssuance: 0n,
  /** Fewest weights a validator sets at once. */
  initialMinAllowedWeights: 1_024,
  /** Emission value of a new subnet; kept for readers of the constant. */
  initialEmissionValue: 0,
  /** Blocks between two epochs. */
  initialTempo: 360,
  /** Retired proof-of-work difficulty. */
  initialDifficulty: 10_000_000n,
  /** Retired highest proof-of-work difficulty. */
  initialMaxDifficulty: 4_611_686_018_427_387_903n,
  /** Retired lowest proof-of-work difficulty. */
  initialMinDifficulty: 10_000_000n,
  /** Rao a subnet starts to count as recycled by registrations. */
  initialRAORecycledForRegistration: 0n,
  /** Price of a registration before any, in rao. */
  initialBurn: 100_000_000n,
  /** Highest price of a registration, in rao. */
  initialMaxBurn: 100_000_000_000n,
  /** Lowest price of a registration, in rao. */
  initialMinBurn: 500_000n,
  /** Smallest stake operation, in rao. */
  initialMinStake: 2_000_000n,
  /** `MinBurn` must be below this, in rao. */
  minBurnUpperBound: 1_000_000_000n,
  /** `MaxBurn` must be above this, in rao. */
  maxBurnLowerBound: 100_000_000n,
  /** Shortest tempo an owner may set, in blocks. */
  minTempo: 360,
  /** Longest tempo an owner may set, in blocks. */
  maxTempo: 50_400,
  /** Lowest activity cutoff an owner may set, in thousandths of a tempo. */
  minActivityCutoffFactorMilli: 1_000,
  /** Highest activity cutoff an owner may set, in thousandths of a tempo. */
  maxActivityCutoffFactorMilli: 50_000,
  /** Blocks of a registration interval. */
  initialAdjustmentInterval: 100,
  /** Weight of old bonds in their average, millionths. */
  initialBondsMovingAverage: 900_000n,
  /** Share by which clipped weights lower bonds, parts of 65535. */
  initialBondsPenalty: 65_535,
  /** Whether commitments may reset bonds. */
  initialBondsResetOn: false as boolean,
  /** Registrations an interval aims at. */
  initialTargetRegistrationsPerInterval: 2,
  /** Retired sharpness of the trust sigmoid. */
  initialRho: 10,
  /** Steepness of liquid alpha, in hundredths. */
  initialAlphaSigmoidSteepness: 1_000,
  /** Share of stake that makes consensus, parts of 65535. */
  initialKappa: 32_767,
  /** Neurons below which a subnet cannot be trimmed. */
  initialMinAllowedUids: 64,
  /** Most neurons of a subnet. */
  initialMaxAllowedUids: 256,
  /** Retired number of validators to prune. */
  initialValidatorPruneLen: 1n,
  /** Retired exponent of the stake scaling law. */
  initialScalingLawPower: 50,
  /** Blocks a new neuron is pruned last. */
  initialImmunityPeriod: 4_096,
  /** Retired fixed activity cutoff, in blocks. */
  initialActivityCutoff: 5_000,
  /** Most registrations on root in one block. */
  initialMaxRegistrationsPerBlock: 1,
  /** Pruning score of a new neuron; kept for readers of the constant. */
  initialPruningScore: 65_535,
  /** Most validators of a subnet. */
  initialMaxAllowedValidators: 128,
  /** Take of a hotkey that never chose one, and the highest allowed; parts of 65535. */
  initialDefaultDelegateTake: 11_796,
  /** Lowest delegate take, parts of 65535. */
  initialMinDelegateTake: 0,
  /** Childkey take of a hotkey that never chose one, parts of 65535. */
  initialDefaultChildKeyTake: 0,
  /** Lowest childkey take, parts of 65535. */
  initialMinChildKeyTake: 0,
  /** Highest childkey take, parts of 65535. */
  initialMaxChildKeyTake: 11_796,
  /** Version key that weights must carry at least; 0 for any. */
  initialWeightsVersionKey: 0n,
  /** Blocks between two announcements of an axon. */
  initialServingRateLimit: 50n,
  /** Blocks between two hotkey swaps; 0 for no limit. */
  initialTxRateLimit: 1_000n,
  /** Blocks between two changes of a delegate take; 0 for no limit. */
  initialTxDelegateTakeRateLimit: 216_000n,
  /** Blocks between two increases of a childkey take. */
  initialTxChildKeyTakeRateLimit: 216_000n,
  /** Retired smoothing of price adjustments. */
  initialAdjustmentAlpha: 0n,
  /** Blocks a new subnet cannot be pruned. */
  initialNetworkImmunityPeriod: 1_296_000n,
  /** Lowest cost of registering a subnet, in rao. */
  initialNetworkMinLockCost: 1_000_000_000_000n,
  /** Owner's share of a subnet's alpha, parts of 65535. */
  initialSubnetOwnerCut: 11_796,
  /** Blocks over which the registration cost falls by one last cost. */
  initialNetworkLockReductionInterval: 100_800n,
  /** Blocks between two subnet registrations; 0 for no limit. */
  initialNetworkRateLimit: 7_200n,
  /** Price of swapping a key everywhere, in rao. */
  keySwapCost: 100_000_000n,
  /** Highest bond rate of liquid alpha, parts of 65535. */
  alphaHigh: 58_982,
  /** Lowest bond rate of liquid alpha, parts of 65535. */
  alphaLow: 45_875,
  /** Whether bond rates follow consensus. */
  liquidAlphaOn: false as boolean,
  /** Whether bonds follow the third version of Yuma Consensus. */
  yuma3On: false as boolean,
  /** Blocks between the announcement of a coldkey swap and the swap. */
  initialColdkeySwapAnnouncementDelay: 36_000,
  /** Blocks after which an announcement may be replaced. */
  initialColdkeySwapReannouncementDelay: 7_200,
  /** Blocks a scheduled dissolution waits. */
  initialDissolveNetworkScheduleDuration: 36_000,
  /** Weight of root stake against alpha, parts of 2^64 - 1. */
  initialTaoWeight: 971_718_665_099_567_868n,
  /** Blocks after which the moving price's warm-up factor is one half. */
  initialEmaPriceHalvingPeriod: 201_600n,
  /** Blocks between the registration of a subnet and its start. */
  initialStartCallDelay: 0n,
  /** Price of swapping a hotkey on one subnet, in rao. */
  keySwapOnSubnetCost: 1_000_000n,
  /** Blocks between two hotkey swaps on a subnet. */
  hotkeySwapOnSubnetInterval: 7_200n,
  /** Blocks between two distributions of a lease. */
  leaseDividendsDistributionInterval: 100,
  /** Share of neurons that may be immune when a subnet is trimmed, percent. */
  maxImmuneUidsPercentage: 80,
  /** Most epochs run in one block. */
  initialMaxEpochsPerBlock: 2,
  // Defaults of storage that have no metadata constant (`pallets/subtensor/src/lib.rs`)
  /** Most subnets, root excluded. */
  subnetLimit: 128,
  /** Blocks before an epoch in which hyperparameters are frozen. */
  adminFreezeWindow: 10,
  /** Tempos between two changes of one hyperparameter by an owner. */
  ownerHyperparamRateLimit: 2,
  /** Lowest activity cutoff a setter accepts, in blocks. */
  minActivityCutoff: 360,
  /** Share of a parent's dividend that is recycled, parts of 2^64 - 1. */
  ckBurn: 0n,
  /** Stake weight a validator needs. */
  stakeThreshold: 0n,
  /** Smallest nomination, millionths of the minimum stake. */
  nominatorMinRequiredStake: 0n,
  /** Tempos between two changes of the weights version key. */
  weightsVersionKeyRateLimit: 5n,
  /** Weight of the newest price in the moving price, I96F32 bits (0.000003). */
  subnetMovingAlpha: 12_885n,
  /** First block at which subnets may be registered. */
  networkRegistrationStartBlock: 0n,
  /** Subnets registered after it count their pool alpha as protocol alpha when dissolved. */
  taoInRefundDeploymentBlock: 0n,
  /** Most mechanisms of a subnet. */
  maxMechanismCount: 2,
  /** Version of time-locked commits. */
  commitRevealWeightsVersion: 4,
  /** Activity cutoff, thousandths of a tempo. */
  activityCutoffFactorMilli: 13_889,
  /** Neurons that must remain prunable. */
  minNonImmuneUids: 10,
  /** Neurons of the owner that are never pruned. */
  immuneOwnerUidsLimit: 1,
  /** Blocks between two settings of weights. */
  weightsSetRateLimit: 100n,
  /** Whether weights are committed before they are revealed. */
  commitRevealWeightsEnabled: true as boolean,
  /** Epochs between commit and reveal. */
  revealPeriodEpochs: 1n,
  /** Whether neurons may register. */
  networkRegistrationAllowed: true as boolean,
  /** Blocks in which the registration price halves. */
  burnHalfLife: 360,
  /** Factor by which a registration raises the price, U64F64 bits (1.26). */
  burnIncreaseMult: 23_242_897_532_874_035_200n,
  /** Whether stake may change its coldkey. */
  transferToggle: true as boolean,
  /** What becomes of incentive withheld from the owner's miners. */
  recycleOrBurn: "Burn" as "Burn" | "Recycle",
  /** Whether the owner's cut is taken. */
  ownerCutEnabled: true as boolean,
  /** Whether a subnet that never set it receives TAO. */
  subnetEmissionEnabled: true as boolean,
  /** Whether alpha can be traded before the subnet starts. */
  subtokenEnabled: false as boolean,
  /** Mechanisms of a subnet. */
  mechanismCountCurrent: 1,
  /** Lowest childkey take on a subnet, parts of 65535. */
  minChildkeyTakePerSubnet: 0,
  /** Whether root validators delegate to the owners of new subnets. */
  autoParentDelegationEnabled: true as boolean,
  /** Retired cap of one weight. */
  maxWeightsLimit: 65_535,
  /** Time constant of growing conviction, in blocks. */
  maturityRate: 934_866n,
  /** Time constant of decaying locks, in blocks. */
  unlockRate: 934_866n,
  /** Blocks a change of children waits. */
  pendingChildKeyCooldown: 7_200n,
  /** Automatic root claims in a block. */
  numRootClaim: 5n,
  /** Smallest root claim that is paid, I96F32 bits of alpha rao. */
  rootClaimableThreshold: 500_000n << 32n,
  /** Weight of the newest stake in voting power, parts of 10^18. */
  votingPowerEmaAlpha: 3_570_000_000_000_000n,
  /** Fee of the pools, parts of 65535. */
  swapFeeRate: 33,
  // Values a new subnet is given instead of the defaults (`pallets/subtensor/src/subnets/subnet.rs`)
  /** Most neurons. */
  newSubnetMaxAllowedUids: 256,
  /** Most validators. */
  newSubnetMaxAllowedValidators: 64,
  /** Fewest weights set at once. */
  newSubnetMinAllowedWeights: 1,
  /** Blocks a new neuron is pruned last. */
  newSubnetImmunityPeriod: 5_000,
  /** Whether bonds follow the third version of Yuma Consensus. */
  newSubnetYuma3On: true as boolean,
  /** Price of a registration, in rao. */
  newSubnetBurn: 1_000_000_000n,
  /** Whether it receives TAO before root allows it. */
  newSubnetEmissionEnabled: false as boolean,
  // Rate limits that are not storage, in blocks (`pallets/subtensor/src/utils/rate_limiting.rs`)
  /** Between two changes of the children of a hotkey. */
  setChildrenRateLimit: 150n,
  /** Between two changes of a subnet owner's hotkey. */
  setSNOwnerHotkeyRateLimit: 50_400n,
  /** Between two changes of the number of mechanisms. */
  mechanismCountSetRateLimit: 7_200n,
  /** Between two changes of the split between mechanisms. */
  mechanismEmissionRateLimit: 7_200n,
  /** Between two trims of a subnet. */
  maxUidsTrimmingRateLimit: 216_000n,
  /** Between two changes of the tempo by an owner. */
  tempoUpdateRateLimit: 360n,
  /** Between two associations of an Ethereum address. */
  evmKeyAssociateRateLimit: 7_200n,
};

type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends bigint ? bigint : T;

/** What a network may choose at its genesis; the same for all its nodes. */
export type RuntimeConfig = { readonly [K in keyof typeof defaultConfig]: Widen<(typeof defaultConfig)[K]> };

declare module "@myelin/frame/config" {
  interface Config extends RuntimeConfig {}
}

/** A value of the development network that differs from the main network's. */
export interface DevelopmentChoice<K extends keyof RuntimeConfig = keyof RuntimeConfig> {
  readonly option: K;
  readonly chainValue: RuntimeConfig[K];
  readonly value: RuntimeConfig[K];
  readonly reason: string;
}

function choose<K extends keyof RuntimeConfig>(option: K, value: RuntimeConfig[K], reason: string): DevelopmentChoice {
  return { option, chainValue: defaultConfig[option], value, reason };
}

/** Every option in which the development network differs, and why. No other network may change these. */
export const developmentChoices: readonly DevelopmentChoice[] = [
  choose("blockTime", 1_000, "Something happens while one watches."),
  choose("acceptLoopbackAxons", true, "All neurons of the network run on one machine."),
  choose("initialTempo", 20, "An epoch, and with it pay, every twenty seconds."),
  choose("minTempo", 5, "Owners may try tempos that suit fast blocks."),
  choose("tempoUpdateRateLimit", 20n, "One change of the tempo an epoch."),
  choose("adminFreezeWindow", 2, "Ten blocks would be half of a tempo."),
  choose("initialMaxEpochsPerBlock", 32, "As the chain's own fast build: short tempos coincide more often."),
  choose(
    "commitRevealWeightsEnabled",
    false,
    "Weights count in the epoch after they are set; there is no drand beacon on a local network.",
  ),
  choose(
    "weightsSetRateLimit",
    10n,
    "Validators answer each tempo, as they do every hundred blocks of 360 on the main network.",
  ),
  choose("initialServingRateLimit", 5n, "A neuron that restarts announces its axon at once."),
  choose(
    "initialNetworkRateLimit",
    0n,
    "A user creates a subnet whenever they like, as on the chain's own local network.",
  ),
  choose("initialTxRateLimit", 0n, "Hotkeys may be swapped at once."),
  choose("initialTxDelegateTakeRateLimit", 20n, "Takes may change each tempo."),
  choose("initialTxChildKeyTakeRateLimit", 5n, "As the chain's own fast build."),
  choose("pendingChildKeyCooldown", 15n, "As the chain's own fast build."),
  choose("initialColdkeySwapAnnouncementDelay", 50, "As the chain's own fast build."),
  choose("initialColdkeySwapReannouncementDelay", 10, "As the chain's own fast build."),
  choose("hotkeySwapOnSubnetInterval", 1n, "As the chain's own fast build."),
  choose("setChildrenRateLimit", 5n, "Children may change within a tempo."),
  choose("setSNOwnerHotkeyRateLimit", 20n, "One change a tempo."),
  choose("mechanismCountSetRateLimit", 1n, "As the chain's own fast build."),
  choose("mechanismEmissionRateLimit", 1n, "As the chain's own fast build."),
  choose("maxUidsTrimmingRateLimit", 1n, "As the chain's own fast build."),
  choose("evmKeyAssociateRateLimit", 1n, "As the chain's own fast build."),
  choose("newSubnetEmissionEnabled", true, "A subnet earns as soon as it is started; nobody has to ask root."),
  choose("initialEmaPriceHalvingPeriod", 600n, "The moving price warms up in minutes."),
];

/** Configuration of `myelin up`: the main network's with {@link developmentChoices}. */
export const developmentConfig: RuntimeConfig = {
  ...defaultConfig,
  development: true,
  ...Object.fromEntries(developmentChoices.map(({ option, value }) => [option, value])),
};

/** A configuration that no network can have. */
export class ConfigError extends MyelinError {}

/**
 * Checks that a configuration is complete, well typed and allowed on its kind of network.
 *
 * @throws ConfigError `CONFIG_UNKNOWN_OPTION`, `CONFIG_MISSING_OPTION`, `CONFIG_BAD_VALUE`, `CONFIG_DEVELOPMENT_ONLY`
 */
export function assertConfig(config: RuntimeConfig): void {
  for (const name of Object.keys(config)) {
    if (!(name in defaultConfig))
      throw new ConfigError("CONFIG_UNKNOWN_OPTION", `There is no option "${name}"; remove it.`);
  }
  for (const [name, standard] of Object.entries(defaultConfig)) {
    const value: unknown = config[name as keyof RuntimeConfig];
    if (value === undefined)
      throw new ConfigError("CONFIG_MISSING_OPTION", `Give the option "${name}" a value, such as ${standard}.`);
    if (!isLike(value, standard))
      throw new ConfigError(
        "CONFIG_BAD_VALUE",
        `Give the option "${name}" a value like ${standard}; it is ${String(value)}.`,
      );
  }
  if (config.recycleOrBurn !== "Burn" && config.recycleOrBurn !== "Recycle") {
    throw new ConfigError(
      "CONFIG_BAD_VALUE",
      `Set "recycleOrBurn" to Burn or Recycle; it is ${String(config.recycleOrBurn)}.`,
    );
  }
  if (config.blockTime < 1) throw new ConfigError("CONFIG_BAD_VALUE", `Set "blockTime" to at least 1 millisecond.`);
  if (config.development) return;
  for (const { option, chainValue } of developmentChoices) {
    if (config[option] !== chainValue) {
      throw new ConfigError(
        "CONFIG_DEVELOPMENT_ONLY",
        `Set "${option}" to ${chainValue}, or make this a development network; ${config[option]} is for development only.`,
      );
    }
  }
}

/** Numbers are whole and not negative, and all values have the kind of the standard one. */
function isLike(value: unknown, standard: unknown): boolean {
  if (typeof value !== typeof standard) return false;
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0;
  return typeof value !== "bigint" || value >= 0n;
}
