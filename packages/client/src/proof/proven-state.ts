import { fromHex, type Hex, isHex } from "@myelin/primitives";
import { RpcError } from "../errors.ts";
import type { ChainMetadata, StorageEntry } from "../metadata/metadata.ts";
import { decodeKeys, entryWithKeys, storageKey } from "../storage/key.ts";
import { keyPages } from "../storage/key-pages.ts";
import type { StateView } from "../storage/state-view.ts";
import { decodeStored } from "../storage/value.ts";
import type { Transport } from "../transport/transport.ts";
import { ProofError } from "./error.ts";
import type { ProvenHeader } from "./header.ts";
import { TrieProof } from "./trie-proof.ts";

/** Keys in one request at most. */
const KEYS_AT_ONCE = 2_000;
/** Codes by which a node says that a request or its answer is too long (`jsonrpsee` types, `error.rs`). */
const TOO_LONG = [-32_007, -32_008];

interface Wanted {
  readonly key: Hex;
  readonly resolve: (value: Uint8Array | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** What proofs took. */
export interface ProofFigures {
  /** Keys whose value or absence was proven. */
  readonly keys: number;
  readonly nodes: number;
  readonly bytes: number;
  readonly requests: number;
}

/**
 * The state of one block, of which every value, absence and list is proven against the state root in the block's header.
 * Reads that are asked for together go in one request.
 *
 * @example
 * ```ts
 * const state = new ProvenState(client.transport, client.metadata, await provenHeader(client.transport, blockHash));
 * const [tempo, kappa] = await Promise.all([
 *   state.get<number>("SubtensorModule", "Tempo", [1]),
 *   state.get<number>("SubtensorModule", "Kappa", [1]),
 * ]);
 * ```
 *
 * Every method throws `ProofError`, which names the item, when the node's answer is not what the header commits to.
 */
export class ProvenState implements StateView {
  readonly header: ProvenHeader;
  readonly #transport: Transport;
  readonly #metadata: ChainMetadata;
  readonly #onKeys: (keys: number) => void;
  readonly #values = new Map<Hex, Promise<Uint8Array | undefined>>();
  /** Every item and prefix asked for, by its key. */
  readonly #asked = new Map<Hex, { readonly entry: StorageEntry; readonly keys: readonly unknown[] }>();
  readonly #figures = { keys: 0, nodes: 0, bytes: 0, requests: 0 };
  #wanted: Wanted[] = [];

  /** @param onKeys told after each answer how many more keys are proven */
  constructor(
    transport: Transport,
    metadata: ChainMetadata,
    header: ProvenHeader,
    onKeys: (keys: number) => void = () => {},
  ) {
    this.#transport = transport;
    this.#metadata = metadata;
    this.header = header;
    this.#onKeys = onKeys;
  }

  get figures(): ProofFigures {
    return this.#figures;
  }

  async get<T>(pallet: string, item: string, keys: readonly unknown[] = []): Promise<T> {
    const entry = entryWithKeys(this.#metadata, pallet, item, keys);
    const key = storageKey(entry, keys);
    this.#asked.set(key, { entry, keys });
    return decodeStored<T>(entry, await this.#raw(key));
  }

  async many<T>(pallet: string, item: string, keys: readonly (readonly unknown[])[]): Promise<T[]> {
    return await Promise.all(keys.map((parts) => this.get<T>(pallet, item, parts)));
  }

  /** The node names the keys; that none is left out is proven. */
  async entries<T>(pallet: string, item: string, keys: readonly unknown[] = []): Promise<[unknown[], T][]> {
    const entry = this.#metadata.storage(pallet, item);
    const prefix = storageKey(entry, keys);
    this.#asked.set(prefix, { entry, keys });
    const nodes = new Map<string, Uint8Array>();
    for (const part of chunks([prefix, ...(await this.#keysBelow(prefix))], KEYS_AT_ONCE)) {
      for (const [hex, node] of await this.#nodes(part)) nodes.set(hex, node);
    }
    const found = this.#checked(nodes, (proof) => proof.entries(prefix));
    this.#count(found.length + 1);
    return found.map(([key, raw]) => [decodeKeys(entry, fromHex(key)), decodeStored<T>(entry, raw)]);
  }

  /** One key's bytes, with the other keys that are asked for in this turn. */
  #raw(key: Hex): Promise<Uint8Array | undefined> {
    let value = this.#values.get(key);
    if (value === undefined) {
      value = new Promise((resolve, reject) => {
        this.#wanted.push({ key, resolve, reject });
        if (this.#wanted.length === 1) setTimeout(() => void this.#flush());
      });
      this.#values.set(key, value);
    }
    return value;
  }

  async #flush(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (const part of chunks(wanted, KEYS_AT_ONCE)) await this.#prove(part);
  }

  async #prove(wanted: readonly Wanted[]): Promise<void> {
    try {
      const nodes = await this.#nodes(wanted.map(({ key }) => key));
      const values = this.#checked(nodes, (proof) => wanted.map(({ key }) => proof.get(key)));
      this.#count(wanted.length);
      for (const [i, { resolve }] of wanted.entries()) resolve(values[i]);
    } catch (error) {
      for (const { reject } of wanted) reject(error);
    }
  }

  #checked<T>(nodes: ReadonlyMap<string, Uint8Array>, read: (proof: TrieProof) => T): T {
    const proof = new TrieProof(this.header.stateRoot, nodes.values());
    try {
      const result = read(proof);
      proof.ensureAllUsed();
      return result;
    } catch (error) {
      throw this.#named(error);
    }
  }

  /** The nodes that prove these keys, by their hex; asked for in halves where one answer would be too long. */
  async #nodes(keys: readonly Hex[]): Promise<Map<string, Uint8Array>> {
    try {
      this.#figures.requests++;
      const answer = await this.#transport.request<unknown>("state_getReadProof", [keys, this.header.hash]);
      return this.#read(answer);
    } catch (error) {
      if (!(error instanceof RpcError) || !TOO_LONG.includes(error.rpcCode) || keys.length === 1) throw error;
      const half = keys.length >> 1;
      const [first, second] = [await this.#nodes(keys.slice(0, half)), await this.#nodes(keys.slice(half))];
      return new Map([...first, ...second]);
    }
  }

  #read(answer: unknown): Map<string, Uint8Array> {
    const proof = (answer as { proof?: unknown } | null)?.proof;
    if (!Array.isArray(proof) || !proof.every((node) => isHex(node))) {
      throw new ProofError("PROOF_UNREADABLE", "The node answered with something that is no read proof.");
    }
    const nodes = new Map(proof.map((hex: Hex) => [hex.toLowerCase(), fromHex(hex)]));
    if (nodes.size < proof.length) {
      throw new ProofError("PROOF_SURPLUS", "The proof holds a node twice.");
    }
    this.#figures.nodes += proof.length;
    this.#figures.bytes += proof.reduce((sum, hex: Hex) => sum + (hex.length - 2) / 2, 0);
    return nodes;
  }

  async #keysBelow(prefix: Hex): Promise<Hex[]> {
    const found: Hex[] = [];
    for await (const page of keyPages(this.#transport, prefix, this.header.hash)) found.push(...page);
    return found;
  }

  #count(keys: number): void {
    this.#figures.keys += keys;
    this.#onKeys(keys);
  }

  /** What a key is called, for errors. */
  #nameOf(key: Hex): string {
    const { entry, keys } = this.#asked.get(key)!;
    return `${entry.pallet}.${entry.name}${keys.length > 0 ? `[${keys.join(", ")}]` : ""}`;
  }

  /** Says of which item a failed proof was. */
  #named(error: unknown): unknown {
    if (!(error instanceof ProofError) || error.key === undefined) return error;
    const asked = [...this.#asked.keys()].find((key) => error.key!.startsWith(key));
    if (asked === undefined) return error;
    const message = `${this.#nameOf(asked)} at block ${this.header.number} is not proven. ${error.message}`;
    return new ProofError(error.code, message, error.key);
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
