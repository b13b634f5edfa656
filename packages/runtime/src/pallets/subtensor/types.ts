import {
  accountId,
  alias,
  boundedBytes,
  btreeSet,
  bytes,
  enumeration,
  fixedBytes,
  i64,
  newtype,
  option,
  struct,
  u8,
  u16,
  u32,
  u64,
  u64f64,
  u128,
  type ValueOf,
} from "@myelin/frame";

/** Number of a subnet; 0 is root. Its type in metadata is the plain integer (`common/src/lib.rs`). */
export const NetUid = alias(u16, "NetUid");
/** `mechanism * 4096 + netuid`, the key of vectors that each mechanism has (`pallets/subtensor/src/subnets/mechanism.rs`). */
export const NetUidStorageIndex = alias(u16, "NetUidStorageIndex");
export const MechId = alias(u8, "MechId");
/** Rao, 10^-9 TAO. */
export const TaoBalance = alias(u64, "TaoBalance");
/** 10^-9 alpha of one subnet. */
export const AlphaBalance = alias(u64, "AlphaBalance");
export const BlockNumber = u32;
export const LeaseId = alias(u32, "LeaseId");
export const Percent = newtype("sp_arithmetic::per_things::Percent", u8);
export const PalletId = newtype("frame_support::PalletId", fixedBytes(8));

export const ROOT_NETUID = 0;
/** A subnet and its mechanisms share one u16 key, this many apart (`GLOBAL_MAX_SUBNET_COUNT`). */
export const GLOBAL_MAX_SUBNET_COUNT = 4096;
/** Most rao, and most alpha of a subnet, that the halving curve ever issues (`TotalSupply`). */
export const MAX_ISSUANCE = 21_000_000_000_000_000n;
/** Longest time-locked commit, in bytes. */
export const MAX_CRV3_COMMIT_SIZE_BYTES = 5_000;

/** 𝜏, the symbol of a subnet that never chose one. */
export const TAO_SYMBOL = new Uint8Array([0xf0, 0x9d, 0x9c, 0x8f]);
/** Ids from which the accounts of subnets and the burn account derive. */
export const SUBTENSOR_PALLET_ID = new TextEncoder().encode("subtensr");
export const BURN_PALLET_ID = new TextEncoder().encode("burntnsr");

/** Decimal floating-point number of the share pool: `mantissa * 10^exponent` (`primitives/share-pool`). */
export const SafeFloat = struct("share_pool::SafeFloat", { mantissa: u128, exponent: i64 });
export const SAFE_FLOAT_ZERO: ValueOf<typeof SafeFloat> = { mantissa: 0n, exponent: 0n };

/** A lock of stake: alpha, conviction (U64F64 bits) and the block both were last rolled forward to (`staking/lock.rs`). */
export const LockState = struct("pallet_subtensor::staking::lock::LockState", {
  locked_mass: AlphaBalance,
  conviction: u64f64,
  last_update: u64,
});

/** What becomes of incentive withheld from the owner's miners. */
export const RecycleOrBurnEnum = enumeration("pallet_subtensor::pallet::RecycleOrBurnEnum", {
  Burn: [0],
  Recycle: [1],
});

/** How a coldkey's root dividends are paid: sold for TAO, kept as alpha, or kept on listed subnets. */
export const RootClaimTypeEnum = enumeration("pallet_subtensor::pallet::RootClaimTypeEnum", {
  Swap: [0],
  Keep: [1],
  KeepSubnets: [2, { subnets: btreeSet(NetUid) }],
});

/** Endpoint of a neuron; `block` is when it was announced. */
export const AxonInfo = struct("pallet_subtensor::pallet::AxonInfo", {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
  protocol: u8,
  placeholder1: u8,
  placeholder2: u8,
});

export const PrometheusInfo = struct("pallet_subtensor::pallet::PrometheusInfo", {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
});

/** TLS public key of an endpoint, at most 64 bytes. */
export const NeuronCertificate = struct("pallet_subtensor::pallet::NeuronCertificate", {
  public_key: boundedBytes(64),
  algorithm: u8,
});

export const ChainIdentityV2 = struct("pallet_subtensor::pallet::ChainIdentityV2", {
  name: bytes,
  url: bytes,
  github_repo: bytes,
  image: bytes,
  discord: bytes,
  description: bytes,
  additional: bytes,
});

export const SubnetIdentityV3 = struct("pallet_subtensor::pallet::SubnetIdentityV3", {
  subnet_name: bytes,
  github_repo: bytes,
  subnet_contact: bytes,
  subnet_url: bytes,
  discord: bytes,
  description: bytes,
  logo_url: bytes,
  additional: bytes,
});

export const SubnetLease = struct("pallet_subtensor::subnets::leasing::SubnetLease", {
  beneficiary: accountId,
  coldkey: accountId,
  hotkey: accountId,
  emissions_share: Percent,
  end_block: option(BlockNumber),
  netuid: NetUid,
  cost: TaoBalance,
});

/** Hyperparameters whose changes by a subnet's owner are rate limited (`utils/rate_limiting.rs`). */
export const Hyperparameter = enumeration("pallet_subtensor::utils::rate_limiting::Hyperparameter", {
  Unknown: [0],
  ServingRateLimit: [1],
  MaxDifficulty: [2],
  AdjustmentAlpha: [3],
  MaxWeightLimit: [4],
  ImmunityPeriod: [5],
  MinAllowedWeights: [6],
  Kappa: [7],
  Rho: [8],
  ActivityCutoff: [9],
  PowRegistrationAllowed: [10],
  MinBurn: [11],
  MaxBurn: [12],
  BondsMovingAverage: [13],
  BondsPenalty: [14],
  CommitRevealEnabled: [15],
  LiquidAlphaEnabled: [16],
  AlphaValues: [17],
  WeightCommitInterval: [18],
  TransferEnabled: [19],
  AlphaSigmoidSteepness: [20],
  Yuma3Enabled: [21],
  BondsResetEnabled: [22],
  ImmuneNeuronLimit: [23],
  RecycleOrBurn: [24],
  MaxAllowedUids: [25],
  BurnHalfLife: [26],
  BurnIncreaseMult: [27],
  SubnetEmissionEnabled: [28],
  MinChildkeyTake: [29],
  ActivityCutoffFactorMilli: [30],
  TriggerEpoch: [31],
});

/** Key of `LastRateLimitedBlock`. */
export const RateLimitKey = enumeration("pallet_subtensor::RateLimitKey", {
  SetSNOwnerHotkey: [0, NetUid],
  OwnerHyperparamUpdate: [1, [NetUid, Hyperparameter]],
  NetworkLastRegistered: [2],
  LastTxBlock: [3, accountId],
  LastTxBlockChildKeyTake: [4, accountId],
  LastTxBlockDelegateTake: [5, accountId],
  AddStakeBurn: [6, NetUid],
});
