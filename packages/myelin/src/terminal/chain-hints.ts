/** What to do about errors of the chain that users meet, by the chain's own names. */
export const CHAIN_HINTS: Readonly<Record<string, string>> = {
  BadOrigin: "Only its owner may do that: choose the owner's wallet with --wallet.",
  CannotAffordLockCost:
    'A new subnet locks about 1,000 τ. On a development network, "myelin faucet --amount 2000" helps.',
  SubtokenDisabled: 'The subnet has not been started; its owner does it with "myelin subnet start".',
  SubnetNotExists: 'See "myelin subnet list".',
  MechanismDoesNotExist: 'See "myelin subnet list".',
  NeuronNoValidatorPermit:
    'Permits go to those with stake, at the next epoch: add some with "myelin stake add", then wait for it.',
  NotEnoughStakeToSetWeights: 'Add stake with "myelin stake add".',
  SettingWeightsTooFast: "Wait a few blocks and try again.",
  ServingRateLimitExceeded: "Wait a few blocks and try again.",
  NetworkTxRateLimitExceeded: "Subnets can be created only so often; try again later.",
  HotKeyNotRegisteredInSubNet: 'Register it with "myelin subnet register".',
  HotKeyNotRegisteredInNetwork: 'Register it with "myelin subnet register".',
  HotKeyAccountNotExists: 'Register it with "myelin subnet register".',
  NonAssociatedColdKey: "The hotkey belongs to another coldkey: choose its wallet with --wallet.",
  NotEnoughBalanceToStake: 'See "myelin balance"; a part is needed for the fee.',
  NotEnoughStakeToWithdraw: 'See "myelin stake list".',
  AmountTooLow: "Use a larger amount.",
  InsufficientLiquidity: "The pool is too small for that; use a smaller amount.",
  FirstEmissionBlockNumberAlreadySet: "It has been started already.",
  NeedWaitingMoreBlocksToStarCall: "Wait some blocks after its creation.",
  RegistrationNotPermittedOnRootSubnet: "Choose another subnet.",
  UidVecContainInvalidOne: 'Name uids that exist: see "myelin metagraph".',
  DuplicateUids: "Name each uid once.",
};

/** Errors of the chain by the code with which its pool refuses them: the codes are part of the chain's interface. */
const POOL_CODES: Readonly<Record<number, string>> = {
  0: "ColdkeySwapAnnounced",
  1: "AmountTooLow or NotEnoughStakeToSetWeights",
  2: "NotEnoughBalanceToStake",
  3: "SubnetNotExists",
  4: "HotKeyAccountNotExists",
  5: "NotEnoughStakeToWithdraw",
  6: "SettingWeightsTooFast",
  7: "InsufficientLiquidity",
  8: "SlippageTooHigh",
  9: "TransferDisallowed",
  10: "HotKeyNotRegisteredInNetwork",
  11: "InvalidIpAddress",
  12: "ServingRateLimitExceeded",
  13: "InvalidPort",
  19: "HotKeyNotRegisteredInSubNet",
  21: "ColdkeySwapDisputed",
  25: "NonAssociatedColdKey",
};

/** What the pool's refusal of a transaction means, from the `data` of its JSON-RPC error; undefined where it says it itself. */
export function poolRefusal(data: unknown): string | undefined {
  if (typeof data !== "string") return undefined;
  if (data.startsWith("Inability to pay some fees")) {
    return 'The account holds too little to pay the fee. See "myelin balance"; on a development network "myelin faucet" helps.';
  }
  const name = POOL_CODES[Number(/^Custom error: (\d+)$/.exec(data)?.[1])];
  if (name === undefined) return undefined;
  const hint = CHAIN_HINTS[name];
  return `The node refused the transaction: ${name}.${hint === undefined ? "" : ` ${hint}`}`;
}

/** The node said that the state of a block is gone, as Substrate's nodes say it. */
export function isDiscarded(error: unknown): boolean {
  return error instanceof Error && error.message.includes("State already discarded");
}
