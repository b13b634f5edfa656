import { concat, fromHex, toHex } from "@myelin/primitives";
import type { ChainAccess } from "./access.ts";
import { ArgumentError } from "./errors.ts";
import { Nonces } from "./extrinsic/nonces.ts";
import { type Call, Transaction } from "./extrinsic/transaction.ts";
import { ChainMetadata } from "./metadata/metadata.ts";
import { type At, StorageQueries } from "./storage/query.ts";
import type { Subscription, Transport } from "./transport/transport.ts";
import { type WebSocketOptions, webSocketTransport } from "./transport/websocket.ts";

/** A block header as the node's JSON-RPC gives it, with the number read. */
export interface Head {
  number: number;
  parentHash: string;
  stateRoot: string;
  extrinsicsRoot: string;
}

interface RuntimeVersion {
  specName: string;
  specVersion: number;
  transactionVersion: number;
}

/**
 * A connection to a chain, which it learns from the chain's own metadata.
 *
 * @example
 * ```ts
 * const client = await connect("ws://127.0.0.1:9944");
 * const { data } = await client.query.get<AccountInfo>("System", "Account", [address]);
 * const { blockHash } = await client
 *   .tx("Balances", "transfer_keep_alive", { dest: address, value: 1_000_000_000n })
 *   .sendAndWait(keypairFromUri("//Alice"));
 * ```
 */
export class Client implements ChainAccess {
  readonly transport: Transport;
  readonly metadata: ChainMetadata;
  readonly query: StorageQueries;
  readonly nonces: Nonces;
  readonly genesisHash: string;
  readonly specName: string;
  readonly specVersion: number;
  readonly transactionVersion: number;

  constructor(transport: Transport, metadata: ChainMetadata, genesisHash: string, version: RuntimeVersion) {
    this.transport = transport;
    this.metadata = metadata;
    this.query = new StorageQueries(transport, metadata);
    this.nonces = new Nonces((address) => transport.request<number>("system_accountNextIndex", [address]));
    this.genesisHash = genesisHash;
    this.specName = version.specName;
    this.specVersion = version.specVersion;
    this.transactionVersion = version.transactionVersion;
  }

  /** A call ready to be priced, signed and sent. Names and argument names are the chain's. */
  tx(pallet: string, call: string, args: Record<string, unknown> = {}): Transaction {
    return new Transaction(this, this.call(pallet, call, args));
  }

  /** The same call as a value, to be put into a batch, a proxy call or a sudo call. */
  call(pallet: string, call: string, args: Record<string, unknown> = {}): Call {
    const entry = this.metadata.callEntry(pallet, call);
    const missing = entry.args.filter((name) => !(name in args));
    const unknown = Object.keys(args).filter((name) => !entry.args.includes(name));
    if (missing.length > 0 || unknown.length > 0) {
      throw new ArgumentError(
        `${pallet}.${call} takes (${entry.args.join(", ")})${missing.length > 0 ? `; missing: ${missing.join(", ")}` : ""}${
          unknown.length > 0 ? `; not known: ${unknown.join(", ")}` : ""
        }.`,
      );
    }
    return { type: pallet, value: { type: call, value: args } };
  }

  /** A constant of the chain, from its metadata. */
  constant<T>(pallet: string, name: string): T {
    return this.metadata.constant(pallet, name) as T;
  }

  /** Calls a runtime API, e.g. `callApi("SubnetInfoRuntimeApi", "get_metagraph", [1])`. */
  async callApi<T>(api: string, method: string, args: readonly unknown[] = [], options: At = {}): Promise<T> {
    const { inputs, output } = this.metadata.apiMethod(api, method);
    if (args.length !== inputs.length) {
      throw new ArgumentError(`${api}.${method} takes ${inputs.length} arguments, not ${args.length}.`);
    }
    const encoded = concat(...args.map((arg, i) => (isRaw(arg) ? arg.raw : inputs[i].codec.encode(arg))));
    const answer = await this.transport.request<string>(
      "state_call",
      [`${api}_${method}`, toHex(encoded), options.at ?? null],
      options,
    );
    return output.decode(fromHex(answer)) as T;
  }

  async head(): Promise<{ number: number; hash: string }> {
    const hash = await this.transport.request<string>("chain_getBlockHash", []);
    const header = await this.header(hash);
    return { number: header.number, hash };
  }

  async blockHash(number: number): Promise<string> {
    return await this.transport.request<string>("chain_getBlockHash", [number]);
  }

  async header(hash?: string): Promise<Head> {
    return readHead(await this.transport.request<RawHeader>("chain_getHeader", [hash ?? null]));
  }

  /** Calls back with every new head, from the next one on. */
  async subscribeHeads(onHead: (head: Head) => void, onError?: (error: Error) => void): Promise<Subscription> {
    return await this.transport.subscribe<RawHeader>(
      "chain_subscribeNewHeads",
      [],
      "chain_unsubscribeNewHeads",
      (raw) => onHead(readHead(raw)),
      { onError },
    );
  }

  async close(): Promise<void> {
    await this.transport.close();
  }
}

interface RawHeader {
  number: string;
  parentHash: string;
  stateRoot: string;
  extrinsicsRoot: string;
}

function readHead(raw: RawHeader): Head {
  return {
    number: Number(raw.number),
    parentHash: raw.parentHash,
    stateRoot: raw.stateRoot,
    extrinsicsRoot: raw.extrinsicsRoot,
  };
}

function isRaw(value: unknown): value is { raw: Uint8Array } {
  return typeof value === "object" && value !== null && (value as { raw?: unknown }).raw instanceof Uint8Array;
}

const METADATA_VERSION_15 = "0x0f000000";

/** Connects to a node, given as `ws://…` or as a ready transport, and reads the chain's metadata. */
export async function connect(node: string | Transport, options: WebSocketOptions = {}): Promise<Client> {
  const transport = typeof node === "string" ? await webSocketTransport(node, options) : node;
  try {
    const [genesisHash, version, blob] = await Promise.all([
      transport.request<string>("chain_getBlockHash", [0]),
      transport.request<RuntimeVersion>("state_getRuntimeVersion", []),
      transport.request<string>("state_call", ["Metadata_metadata_at_version", METADATA_VERSION_15, null]),
    ]);
    return new Client(transport, new ChainMetadata(unwrapOption(fromHex(blob))), genesisHash, version);
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** `Option<OpaqueMetadata>`: one byte, then the compact length, then the blob that begins with `meta`. */
function unwrapOption(answer: Uint8Array): Uint8Array {
  if (answer[0] !== 1)
    throw new ArgumentError("The node does not serve metadata version 15; it is too old for this client.");
  const sizeOfLength = [1, 2, 4, 4][answer[1] & 3];
  return answer.slice(1 + sizeOfLength);
}
