/** A JSON-RPC connection to a node. Implementations: a WebSocket, or a node in the same process. */
export interface Transport {
  readonly url: string;
  /** Sends one request and resolves with its `result`; rejects with `RpcError`, `ConnectionError` or the signal's reason. */
  request<T>(method: string, params?: readonly unknown[], options?: { signal?: AbortSignal }): Promise<T>;
  /**
   * Starts a subscription. After a lost connection it is started again by itself, and `onMessage` goes on;
   * messages missed meanwhile are not repeated.
   */
  subscribe<T>(
    method: string,
    params: readonly unknown[],
    unsubscribe: string,
    onMessage: (message: T) => void,
    options?: { onError?: (error: Error) => void; resume?: boolean },
  ): Promise<Subscription>;
  /** Closes the connection; what is pending rejects. */
  close(): Promise<void>;
}

export interface Subscription {
  stop(): Promise<void>;
}
