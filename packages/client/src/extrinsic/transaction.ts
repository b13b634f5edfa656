import { blake2b256, fromHex, type Hex, type Keypair, toHex } from "@myelin/primitives";
import type { ChainAccess } from "../access.ts";
import { ArgumentError, DispatchFailure, RpcError } from "../errors.ts";
import type { ChainMetadata } from "../metadata/metadata.ts";
import { eraBirth } from "./era.ts";
import { type SigningContext, signExtrinsic } from "./sign.ts";

/** A call as the chain's `RuntimeCall`: `{ type: "Balances", value: { type: "transfer_keep_alive", value: { … } } }`. */
export interface Call {
  type: string;
  value: { type: string; value: Record<string, unknown> };
}

export interface SignOptions {
  nonce?: number;
  /** Tip in rao; it does not change the order on this chain. */
  tip?: bigint;
  /** Lifetime in blocks (a power of two from 4), or immortal. Default 64. */
  lifetime?: number | "immortal";
  signal?: AbortSignal;
}

export interface ChainEvent {
  pallet: string;
  name: string;
  /** Fields of the event: an object, a tuple, a single value or undefined, as the chain declares them. */
  value: unknown;
}

/** An extrinsic that is in a finalized block and whose call succeeded there. */
export interface Inclusion {
  hash: Hex;
  blockHash: string;
  blockNumber: number;
  /** Place in the block. */
  index: number;
  events: ChainEvent[];
}

interface EventRecord {
  phase: { type: string; value?: number };
  event: { type: string; value: { type: string; value?: unknown } };
}

/** A call that can be priced, signed and sent. Made by `client.tx(pallet, call, args)`. */
export class Transaction {
  readonly call: Call;
  readonly #chain: ChainAccess;

  constructor(chain: ChainAccess, call: Call) {
    this.#chain = chain;
    this.call = call;
  }

  /** The SCALE bytes of the call. Throws {@link ArgumentError} where an argument does not fit. */
  encodedCall(): Uint8Array {
    try {
      return this.#chain.metadata.call.encode(this.call);
    } catch (error) {
      throw new ArgumentError(`${this.call.type}.${this.call.value.type}: ${(error as Error).message}.`);
    }
  }

  /** Signs without sending; the bytes are what `author_submitExtrinsic` takes. */
  async sign(signer: Keypair, options: SignOptions = {}): Promise<Uint8Array> {
    const call = this.encodedCall();
    const nonce = options.nonce ?? (await this.#chain.nonces.take(signer.address));
    return signExtrinsic(this.#chain.metadata, signer, call, await this.#context(nonce, options));
  }

  /** The fee in rao that the chain would take now for the default lifetime, tip not included. */
  async fee(signer: Keypair): Promise<bigint> {
    const nonce = await this.#chain.transport.request<number>("system_accountNextIndex", [signer.address]);
    const bytes = await this.sign(signer, { nonce });
    const info = await this.#chain.callApi<{ partial_fee: bigint }>("TransactionPaymentApi", "query_info", [
      ...[{ raw: bytes }, bytes.length],
    ]);
    return info.partial_fee;
  }

  /** Signs and hands the extrinsic to the node's pool; resolves with its hash as soon as the pool took it. */
  async send(signer: Keypair, options: SignOptions = {}): Promise<Hex> {
    const bytes = await this.sign(signer, options);
    return await this.#guardNonce(signer, () =>
      this.#chain.transport.request<Hex>("author_submitExtrinsic", [toHex(bytes)], options),
    );
  }

  /**
   * Signs, sends and waits until the extrinsic is in a finalized block.
   * @throws {DispatchFailure} if the call failed there, with the chain's error name.
   * @throws {RpcError} if the pool refused it.
   */
  async sendAndWait(signer: Keypair, options: SignOptions = {}): Promise<Inclusion> {
    const bytes = await this.sign(signer, options);
    const blockHash = await this.#guardNonce(signer, () => this.#watch(bytes, options.signal));
    return await inclusionOf(this.#chain, bytes, blockHash);
  }

  async #context(nonce: number, options: SignOptions): Promise<SigningContext> {
    const { genesisHash, specVersion, transactionVersion } = this.#chain;
    const shared = { nonce, tip: options.tip ?? 0n, genesisHash, specVersion, transactionVersion };
    const lifetime = options.lifetime ?? 64;
    if (lifetime === "immortal") return { ...shared, era: "immortal", eraHash: genesisHash };
    const head = await this.#chain.head();
    const era = { period: lifetime, birth: head.number };
    const birth = eraBirth(era);
    const eraHash = birth === head.number ? head.hash : await this.#chain.blockHash(birth);
    return { ...shared, era, eraHash };
  }

  /** After a refusal the count of this account is no longer certain. */
  async #guardNonce<T>(signer: Keypair, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      this.#chain.nonces.forget(signer.address);
      throw error;
    }
  }

  #watch(bytes: Uint8Array, signal?: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const started = this.#chain.transport.subscribe<string | Record<string, unknown>>(
        "author_submitAndWatchExtrinsic",
        [toHex(bytes)],
        "author_unwatchExtrinsic",
        (status) => {
          const finalized = typeof status === "object" ? status.finalized : undefined;
          if (typeof finalized === "string") finish(() => resolve(finalized));
          else if (ENDS.includes(statusName(status))) {
            const text = `The extrinsic left the pool before it was included: ${statusName(status)}`;
            finish(() => reject(new RpcError("author_submitAndWatchExtrinsic", 1010, text, status)));
          }
        },
        { resume: false, onError: (error) => finish(() => reject(error)) },
      );
      const aborted = () => finish(() => reject(signal!.reason));
      const finish = (settle: () => void) => {
        signal?.removeEventListener("abort", aborted);
        settle();
        started.then((subscription) => subscription.stop()).catch(() => {});
      };
      signal?.addEventListener("abort", aborted, { once: true });
      started.catch((error) => finish(() => reject(error)));
    });
  }
}

/** Statuses after which no block will hold the extrinsic; one that was retracted may still come back. */
const ENDS = ["invalid", "dropped", "usurped", "finalityTimeout"];

function statusName(status: string | Record<string, unknown>): string {
  return typeof status === "string" ? status : Object.keys(status)[0];
}

/** Finds the extrinsic in its block and reads what it did there. */
async function inclusionOf(chain: ChainAccess, bytes: Uint8Array, blockHash: string): Promise<Inclusion> {
  const wanted = toHex(bytes);
  const [{ block }, records] = await Promise.all([
    chain.transport.request<{ block: { header: { number: string }; extrinsics: string[] } }>("chain_getBlock", [
      blockHash,
    ]),
    chain.query.get<EventRecord[]>("System", "Events", [], { at: blockHash }),
  ]);
  const index = block.extrinsics.indexOf(wanted);
  const events = records
    .filter((record) => record.phase.type === "ApplyExtrinsic" && record.phase.value === index)
    .map(({ event }) => ({ pallet: event.type, name: event.value.type, value: event.value.value }));
  const failure = events.find((event) => event.pallet === "System" && event.name === "ExtrinsicFailed");
  if (failure !== undefined) {
    throw dispatchFailure(
      chain.metadata,
      (failure.value as { dispatch_error: DispatchErrorValue }).dispatch_error,
      blockHash,
    );
  }
  return { hash: toHex(blake2b256(bytes)), blockHash, blockNumber: Number(block.header.number), index, events };
}

export interface DispatchErrorValue {
  type: string;
  value?: unknown;
}

/** Turns the chain's `DispatchError` into an error that carries the chain's names. */
export function dispatchFailure(
  metadata: ChainMetadata,
  error: DispatchErrorValue,
  blockHash: string,
): DispatchFailure {
  if (error.type !== "Module") {
    const inner = (error.value as { type?: string } | undefined)?.type;
    return new DispatchFailure(undefined, inner === undefined ? error.type : `${error.type}.${inner}`, "", blockHash);
  }
  const { index, error: code } = error.value as { index: number; error: Uint8Array };
  const { pallet, name, docs } = metadata.moduleError(index, code[0]);
  return new DispatchFailure(pallet, name, docs, blockHash);
}

/** An extrinsic's hash from the `0x…` text of a block. */
export function extrinsicHash(text: string): Hex {
  return toHex(blake2b256(fromHex(text)));
}
