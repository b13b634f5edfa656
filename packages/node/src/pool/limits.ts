/** What the pool holds at most. */
export interface PoolLimits {
  /** Transactions, future ones included. */
  readonly count: number;
  /** Bytes of extrinsics, future ones included. */
  readonly bytes: number;
  /** Transactions that wait for another one. */
  readonly futureCount: number;
  /** Transactions of one account. */
  readonly perSender: number;
  /** Transactions of one account that wait for another one. */
  readonly futurePerSender: number;
}

export const defaultPoolLimits: PoolLimits = {
  count: 65_536,
  bytes: 64 * 1024 * 1024,
  futureCount: 8_192,
  perSender: 32_768,
  futurePerSender: 1_024,
};
