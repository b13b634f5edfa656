import { bool, hashers as h, i16, map, tuple, u16, u32, u64 } from "@myelin/frame";
import { NetUid } from "../types.ts";

/** Hyperparameters a subnet's owner or root sets. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const hyperparametersStorage = {
  Rho: map(h.identity, NetUid, u16, { default: (c) => c.initialRho, docs: "Retired sharpness of the trust sigmoid." }),
  Kappa: map(h.identity, NetUid, u16, {
    default: (c) => c.initialKappa,
    docs: "Share of stake that must agree for consensus, parts of 65535.",
  }),
  AlphaSigmoidSteepness: map(h.identity, NetUid, i16, {
    default: (c) => c.initialAlphaSigmoidSteepness,
    docs: "Steepness of liquid alpha, in hundredths.",
  }),
  AlphaValues: map(h.identity, NetUid, tuple(u16, u16), {
    default: (c): [number, number] => [c.alphaLow, c.alphaHigh],
    docs: "Lowest and highest bond rate of liquid alpha, parts of 65535.",
  }),
  LiquidAlphaOn: map(h.blake2_128Concat, NetUid, bool, {
    default: (c) => c.liquidAlphaOn,
    docs: "Whether bond rates follow consensus.",
  }),
  Yuma3On: map(h.blake2_128Concat, NetUid, bool, {
    default: (c) => c.yuma3On,
    docs: "Whether bonds follow the third version of Yuma Consensus.",
  }),
  BondsMovingAverage: map(h.identity, NetUid, u64, {
    default: (c) => c.initialBondsMovingAverage,
    docs: "Weight of the old bonds in their moving average, millionths.",
  }),
  BondsPenalty: map(h.identity, NetUid, u16, {
    default: (c) => c.initialBondsPenalty,
    docs: "Share by which clipped weights lower bonds, parts of 65535.",
  }),
  BondsResetOn: map(h.identity, NetUid, bool, {
    default: (c) => c.initialBondsResetOn,
    docs: "Whether a commitment may reset a neuron's bonds.",
  }),
  ActivityCutoff: map(h.identity, NetUid, u16, {
    default: (c) => c.initialActivityCutoff,
    docs: "Blocks of the retired fixed activity cutoff.",
  }),
  ActivityCutoffFactorMilli: map(h.identity, NetUid, u32, {
    default: (c) => c.activityCutoffFactorMilli,
    docs: "Thousandths of a tempo after which a silent validator is inactive.",
  }),
  MinAllowedUids: map(h.identity, NetUid, u16, {
    default: (c) => c.initialMinAllowedUids,
    docs: "Neurons below which the subnet cannot be trimmed.",
  }),
  MaxAllowedUids: map(h.identity, NetUid, u16, {
    default: (c) => c.initialMaxAllowedUids,
    docs: "Most neurons of the subnet.",
  }),
  MaxAllowedValidators: map(h.identity, NetUid, u16, {
    default: (c) => c.initialMaxAllowedValidators,
    docs: "Most neurons with a validator permit.",
  }),
  ImmunityPeriod: map(h.identity, NetUid, u16, {
    default: (c) => c.initialImmunityPeriod,
    docs: "Blocks after its registration during which a neuron is pruned last.",
  }),
  ImmuneOwnerUidsLimit: map(h.identity, NetUid, u16, {
    default: (c) => c.immuneOwnerUidsLimit,
    docs: "Most neurons of the owner that are never pruned.",
  }),
  MinNonImmuneUids: map(h.identity, NetUid, u16, {
    default: (c) => c.minNonImmuneUids,
    docs: "Neurons out of immunity that must remain prunable.",
  }),
  MinAllowedWeights: map(h.identity, NetUid, u16, {
    default: (c) => c.initialMinAllowedWeights,
    docs: "Fewest weights a validator sets at once.",
  }),
  MaxWeightsLimit: map(h.identity, NetUid, u16, {
    default: (c) => c.maxWeightsLimit,
    docs: "Retired cap of one weight, parts of 65535.",
  }),
  WeightsVersionKey: map(h.identity, NetUid, u64, {
    default: (c) => c.initialWeightsVersionKey,
    docs: "Lowest version key that weights must carry; 0 for any.",
  }),
  WeightsSetRateLimit: map(h.identity, NetUid, u64, {
    default: (c) => c.weightsSetRateLimit,
    docs: "Blocks between two settings of weights by one neuron.",
  }),
  ServingRateLimit: map(h.identity, NetUid, u64, {
    default: (c) => c.initialServingRateLimit,
    docs: "Blocks between two announcements of an axon by one neuron.",
  }),
  CommitRevealWeightsEnabled: map(h.identity, NetUid, bool, {
    default: (c) => c.commitRevealWeightsEnabled,
    docs: "Whether weights must be committed before they are revealed.",
  }),
  RevealPeriodEpochs: map(h.twox64Concat, NetUid, u64, {
    default: (c) => c.revealPeriodEpochs,
    docs: "Epochs between a commit and its reveal.",
  }),
  ValidatorPruneLen: map(h.identity, NetUid, u64, {
    default: (c) => c.initialValidatorPruneLen,
    docs: "Retired number of validators to prune.",
  }),
  ScalingLawPower: map(h.identity, NetUid, u16, {
    default: (c) => c.initialScalingLawPower,
    docs: "Retired exponent of the stake scaling law.",
  }),
  VotingPowerTrackingEnabled: map(h.identity, NetUid, bool, {
    default: false,
    docs: "Whether the subnet tracks voting power.",
  }),
  VotingPowerDisableAtBlock: map(h.identity, NetUid, u64, {
    default: 0n,
    docs: "Block at which tracking of voting power ends; 0 for never.",
  }),
  VotingPowerEmaAlpha: map(h.identity, NetUid, u64, {
    default: (c) => c.votingPowerEmaAlpha,
    docs: "Weight of the newest stake in voting power, parts of 10^18.",
  }),
  OwnerCutAutoLockEnabled: map(h.identity, NetUid, bool, {
    default: false,
    docs: "Whether the owner's cut is locked as it is paid.",
  }),
  MinChildkeyTakePerSubnet: map(h.identity, NetUid, u16, {
    default: (c) => c.minChildkeyTakePerSubnet,
    docs: "Lowest childkey take on the subnet, parts of 65535.",
  }),
};
