import type { Nonces } from "./extrinsic/nonces.ts";
import type { ChainMetadata } from "./metadata/metadata.ts";
import type { StorageQueries } from "./storage/query.ts";
import type { Transport } from "./transport/transport.ts";

/** What the parts of the client need of each other. */
export interface ChainAccess {
  readonly transport: Transport;
  readonly metadata: ChainMetadata;
  readonly query: StorageQueries;
  readonly nonces: Nonces;
  readonly genesisHash: string;
  readonly specVersion: number;
  readonly transactionVersion: number;
  head(): Promise<{ number: number; hash: string }>;
  blockHash(number: number): Promise<string>;
  /** An argument `{ raw: bytes }` is taken as already encoded. */
  callApi<T>(api: string, method: string, args?: readonly unknown[], options?: { at?: string }): Promise<T>;
}
