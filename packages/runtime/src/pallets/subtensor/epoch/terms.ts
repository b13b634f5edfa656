import type { AccountId } from "@myelin/frame";

/** What an epoch decided about one neuron (`pallets/subtensor/src/epoch/run_epoch.rs` EpochTerms). */
export interface EpochTerms {
  readonly hotkey: AccountId;
  readonly uid: number;
  /** Alpha rao for mining, for validating, and for both. */
  readonly serverEmission: bigint;
  readonly validatorEmission: bigint;
  readonly emission: bigint;
  /** Shares, parts of 65535. */
  readonly incentive: number;
  readonly dividend: number;
  readonly consensus: number;
  readonly validatorTrust: number;
  readonly stakeWeight: number;
  readonly active: boolean;
  readonly newValidatorPermit: boolean;
  /** The row of bonds to store, SCALE-encoded. */
  readonly bonds: Uint8Array;
  /** Stake weight before normalisation, in rao. */
  readonly stake: bigint;
}
