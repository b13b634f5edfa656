import { bool, bytes, hashers as h, map, u8, u16, u64, value } from "@myelin/frame";
import { BlockNumber, MechId, TaoBalance } from "../types.ts";

/** Limits, costs and switches of the whole network. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const networkStorage = {
  SubnetLimit: value(u16, {
    default: (c) => c.subnetLimit,
    docs: "Most subnets, root excluded, that may exist at once.",
  }),
  TotalNetworks: value(u16, { default: 0, docs: "Number of existing subnets, root included." }),
  NetworkImmunityPeriod: value(u64, {
    default: (c) => c.initialNetworkImmunityPeriod,
    docs: "Blocks after its registration during which a subnet cannot be pruned.",
  }),
  StartCallDelay: value(u64, {
    default: (c) => c.initialStartCallDelay,
    docs: "Blocks the owner waits after registration before `start_call` is accepted.",
  }),
  NetworkMinLockCost: value(TaoBalance, {
    default: (c) => c.initialNetworkMinLockCost,
    docs: "Lowest cost of registering a subnet, in rao.",
  }),
  NetworkLastLockCost: value(TaoBalance, {
    default: (c) => c.initialNetworkMinLockCost,
    docs: "Cost the last subnet registration paid, in rao.",
  }),
  NetworkLockReductionInterval: value(u64, {
    default: (c) => c.initialNetworkLockReductionInterval,
    docs: "Blocks over which the registration cost falls by one last cost before the first halving.",
  }),
  NetworkRateLimit: value(u64, {
    default: (c) => c.initialNetworkRateLimit,
    docs: "Blocks between two subnet registrations by anybody; 0 switches the limit off.",
  }),
  NetworkRegistrationStartBlock: value(u64, {
    default: (c) => c.networkRegistrationStartBlock,
    docs: "First block at which subnets may be registered.",
  }),
  TaoInRefundDeploymentBlock: value(u64, {
    default: (c) => c.taoInRefundDeploymentBlock,
    docs: "Subnets registered after this block count their pool alpha as protocol alpha when dissolved.",
  }),
  DissolveNetworkScheduleDuration: value(BlockNumber, {
    default: (c) => c.initialDissolveNetworkScheduleDuration,
    docs: "Blocks a scheduled dissolution waits; kept for the parameter's readers.",
  }),
  SubnetOwnerCut: value(u16, {
    default: (c) => c.initialSubnetOwnerCut,
    docs: "Share of a subnet's alpha that goes to its owner, parts of 65535.",
  }),
  TaoWeight: value(u64, {
    default: (c) => c.initialTaoWeight,
    docs: "Weight of root stake against alpha, parts of 2^64 - 1.",
  }),
  CKBurn: value(u64, {
    default: (c) => c.ckBurn,
    docs: "Share of a parent's dividend that is recycled when a foreign child validates, parts of 2^64 - 1.",
  }),
  StakeThreshold: value(u64, {
    default: (c) => c.stakeThreshold,
    docs: "Stake weight below which a neuron neither validates nor sets weights.",
  }),
  NominatorMinRequiredStake: value(u64, {
    default: (c) => c.nominatorMinRequiredStake,
    docs: "Smallest nomination, as millionths of the minimum stake.",
  }),
  AdminFreezeWindow: value(u16, {
    default: (c) => c.adminFreezeWindow,
    docs: "Blocks before an automatic epoch during which hyperparameters cannot be changed.",
  }),
  OwnerHyperparamRateLimit: value(u16, {
    default: (c) => c.ownerHyperparamRateLimit,
    docs: "Tempos between two changes of one hyperparameter by a subnet owner.",
  }),
  WeightsVersionKeyRateLimit: value(u64, {
    default: (c) => c.weightsVersionKeyRateLimit,
    docs: "Tempos between two changes of a subnet's weights version key.",
  }),
  MaxEpochsPerBlock: value(u8, {
    default: (c) => c.initialMaxEpochsPerBlock,
    docs: "Most epochs run in one block; later ones are deferred to the next.",
  }),
  MaxMechanismCount: value(MechId, { default: (c) => c.maxMechanismCount, docs: "Most mechanisms a subnet may have." }),
  MinActivityCutoff: value(u16, {
    default: (c) => c.minActivityCutoff,
    docs: "Lowest activity cutoff a setter accepts, in blocks.",
  }),
  CommitRevealWeightsVersion: value(u16, {
    default: (c) => c.commitRevealWeightsVersion,
    docs: "Version that time-locked weight commits must carry.",
  }),
  NextStakeJobId: value(u64, { default: 0n, docs: "Next id of the retired queue of delayed stake operations." }),
  HasMigrationRun: map(h.identity, bytes, bool, { default: false, docs: "Names of the migrations that have run." }),
};
