/**
 * A row of `Weights` or `Bonds` as storage holds it: (uid, u16) pairs in stored order. The order of weight rows is part
 * of the protocol (liquid alpha reads them with a cursor), so never sort them.
 */
export type StoredRow = readonly (readonly [uid: number, value: number])[];

/**
 * Everything one epoch of one mechanism reads. Vectors and row lists are indexed by uid and have length `n`.
 * Source of the fields: subtensor `pallets/subtensor/src/epoch/run_epoch.rs`, `epoch_mechanism`.
 */
export interface EpochInput {
  /** Neurons of the subnet (`SubnetworkN`). */
  readonly n: number;
  /** Number of this block. */
  readonly currentBlock: bigint;
  /** Blocks without a weight update after which a neuron counts as inactive: max(1, factor * tempo / 1000). */
  readonly activityCutoff: bigint;
  /**
   * Bonds towards a uid registered at or after this block are dropped: `LastMechansimStepBlock` + 1, or
   * `currentBlock` - tempo if that item is 0.
   */
  readonly lastTempoBlock: bigint;
  /** Alpha (u64) to distribute in this epoch. */
  readonly emission: bigint;

  /** Alpha stake of each hotkey on this subnet after parents and children, in alpha rao (u64); see `inheritedStake`. */
  readonly alphaStake: readonly bigint[];
  /** Root stake of each hotkey after parents and children, in rao (u64); see `inheritedStake`. */
  readonly taoStake: readonly bigint[];
  /** Weight of root stake against alpha stake, parts of 2^64 - 1 (`TaoWeight`). */
  readonly taoWeight: bigint;
  /** Total stake below which a neuron's stake counts as 0, in rao (`StakeThreshold`). */
  readonly stakeThreshold: bigint;
  /** Uid of the subnet owner's hotkey, or `null`. It keeps its stake, its permit and its self-weight. */
  readonly ownerUid: number | null;

  /** Permits that the previous epoch gave (`ValidatorPermit`). */
  readonly validatorPermits: readonly boolean[];
  /** How many neurons get a permit for the next epoch (`MaxAllowedValidators`). */
  readonly maxAllowedValidators: number;
  /** Block of the last weight update of each neuron (`LastUpdate`). */
  readonly lastUpdate: readonly bigint[];
  /** Block of registration of each neuron (`BlockAtRegistration`). */
  readonly blockAtRegistration: readonly bigint[];
  /** Oldest unexpired weight commit of each neuron, u64::MAX without one; `null` with commit-reveal off. Blocks. */
  readonly commitBlocks: readonly bigint[] | null;

  /** Weights that each neuron set. */
  readonly weights: readonly StoredRow[];
  /** Bonds of the previous epoch. */
  readonly bonds: readonly StoredRow[];

  /** Stake majority that consensus needs, parts of 65535 (`Kappa`). */
  readonly kappa: number;
  /** How far weights above consensus count less for bonds, parts of 65535 (`BondsPenalty`). */
  readonly bondsPenalty: number;
  /** Share of the old bonds in the moving average, parts of 1,000,000 (`BondsMovingAverage`). */
  readonly bondsMovingAverage: bigint;
  /** Bonds as proportions, dividends scaled by stake (`Yuma3On`); otherwise the classic column-normalised bonds. */
  readonly yuma3: boolean;
  /** A moving-average rate per bond (`LiquidAlphaOn`); has an effect only with `yuma3`. */
  readonly liquidAlpha: boolean;
  /** Lower bound of that rate, parts of 65535 (`AlphaValues`). */
  readonly alphaLow: number;
  /** Upper bound of that rate, parts of 65535 (`AlphaValues`). */
  readonly alphaHigh: number;
  /** Steepness of the sigmoid of that rate, hundredths, i16 (`AlphaSigmoidSteepness`). */
  readonly alphaSigmoidSteepness: number;
}

/** What one epoch of one mechanism decides; vectors are indexed by uid and have length `n`. */
export interface EpochOutput {
  /** Alpha for mining (u64). */
  readonly serverEmission: bigint[];
  /** Alpha for validating (u64). */
  readonly validatorEmission: bigint[];
  /** Alpha for both (u64); floored on its own, so it may differ from the sum by 1 (`Emission`). */
  readonly combinedEmission: bigint[];
  /** Share of the subnet's stake, parts of 65535. */
  readonly stakeWeight: number[];
  /** Stake-weighted median of the weights a neuron receives, parts of 65535. */
  readonly consensus: number[];
  /** Share of the rewards for mining, parts of 65535. */
  readonly incentive: number[];
  /** Share of the rewards for validating, parts of 65535. */
  readonly dividends: number[];
  /** Sum of a neuron's weights after clipping to consensus, parts of 65535. */
  readonly validatorTrust: number[];
  /** Permits for the next epoch. */
  readonly newValidatorPermits: boolean[];
  /** Whether a neuron set weights within the activity cutoff. */
  readonly active: boolean[];
  /** Bonds to store, one row for every uid, empty without a new permit. */
  readonly bonds: [uid: number, value: number][][];
  /** `consensus` before quantisation, I32F32 raw bits. */
  readonly consensusBits: bigint[];
  /** `incentive` before quantisation, I32F32 raw bits. */
  readonly incentiveBits: bigint[];
  /** `dividends` before quantisation, I32F32 raw bits. */
  readonly dividendsBits: bigint[];
}

/** An implementation of the epoch. All of them give the same output to the bit. */
export type EpochEngine = (input: EpochInput) => EpochOutput;
