import type { PalletError } from "@myelin/frame";

/**
 * `InvalidTransaction::Custom` codes of pool refusals; clients turn them into messages, so that they are part of the interface.
 * Source: `common/src/transaction_error.rs`, `pallets/subtensor/src/extensions/subtensor.rs`.
 */
const CUSTOM_ERRORS: Readonly<Record<string, number>> = {
  ColdkeySwapAnnounced: 0,
  AmountTooLow: 1,
  NotEnoughStakeToSetWeights: 1,
  NotEnoughBalanceToStake: 2,
  SubnetNotExists: 3,
  HotKeyAccountNotExists: 4,
  NotEnoughStakeToWithdraw: 5,
  CommittingWeightsTooFast: 6,
  SettingWeightsTooFast: 6,
  NetworkTxRateLimitExceeded: 6,
  InsufficientLiquidity: 7,
  SlippageTooHigh: 8,
  TransferDisallowed: 9,
  HotKeyNotRegisteredInNetwork: 10,
  InvalidIpAddress: 11,
  ServingRateLimitExceeded: 12,
  InvalidPort: 13,
  InvalidRevealRound: 15,
  NoWeightsCommitFound: 16,
  RevealTooEarly: 17,
  InputLengthsUnequal: 18,
  HotKeyNotRegisteredInSubNet: 19,
  EvmKeyAssociateRateLimitExceeded: 20,
  ColdkeySwapDisputed: 21,
  NonAssociatedColdKey: 25,
  DelegateTakeTooLow: 26,
  DelegateTakeTooHigh: 27,
};

const BAD_REQUEST = 255;

/** The pool's code of an error of SubtensorModule. */
export const customErrorOf = (error: PalletError): number => CUSTOM_ERRORS[error.errorName] ?? BAD_REQUEST;
