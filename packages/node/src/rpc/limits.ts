/** What one server, and one client of it, may use. */
export interface RpcLimits {
  /** WebSocket connections at a time. */
  readonly maxConnections: number;
  readonly maxSubscriptions: number;
  /** Bytes of a request, single or batch. */
  readonly maxRequestBytes: number;
  /** Characters of a reply. */
  readonly maxResponseBytes: number;
  /** Requests in a batch. */
  readonly maxBatch: number;
  /** Requests a second from one address, with bursts of twice that; 0 for no limit. */
  readonly requestsPerSecond: number;
  /** Bytes that wait for a client to read them before its requests are left lying … */
  readonly pauseAtBytes: number;
  /** … and before it is disconnected. */
  readonly maxBufferedBytes: number;
  /** Bytes that wait for all clients together before those that read least are disconnected. */
  readonly maxBufferedBytesTotal: number;
  /** Requests of one client being worked on before further ones are left lying. */
  readonly maxInFlight: number;
  /** Milliseconds between two signs of life that are asked of a client. */
  readonly pingInterval: number;
}

const MIB = 1024 * 1024;

/**
 * Sizes of one request are those of Substrate's node (`substrate/client/cli/src/params/rpc_params.rs`) where it has them.
 */
export const DEFAULT_LIMITS: RpcLimits = {
  maxConnections: 2_048,
  maxSubscriptions: 1024,
  maxRequestBytes: 15 * MIB,
  maxResponseBytes: 15 * MIB,
  maxBatch: 1000,
  requestsPerSecond: 0,
  pauseAtBytes: 4 * MIB,
  maxBufferedBytes: 64 * MIB,
  maxBufferedBytesTotal: 256 * MIB,
  maxInFlight: 4096,
  pingInterval: 30_000,
};

/** Requests a second from one address where strangers can reach the server. */
export const PUBLIC_REQUESTS_PER_SECOND = 1_000;
