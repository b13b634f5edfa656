import { blake2b256, type Hex, toHex } from "@myelin/primitives";
import { digit, HASH_LENGTH, type NodeLayout, nibbleAt, nodeLayout, ROOT_PATH } from "@myelin/primitives/trie";
import { ProofError } from "./error.ts";

const EMPTY_ROOT = toHex(blake2b256(Uint8Array.of(0)));

/** Bytes that the proof brought: a node, or a value that the trie holds by its hash. */
interface Piece {
  readonly bytes: Uint8Array;
  layout: NodeLayout | undefined;
  isUsed: boolean;
}

/** A node reached from the root; `path` is where its slot is. */
interface Place {
  readonly bytes: Uint8Array;
  readonly layout: NodeLayout;
  readonly path: string;
  /** Path of its own point: where its value belongs and its children part. */
  readonly point: string;
}

/**
 * A read proof (`state_getReadProof`) under a state root. Whatever it answers follows from the root alone: each node is
 * found by its hash, so an altered one is as good as missing (Polkadot Protocol Specification, "State Storage"; state
 * version 1: values over 32 bytes are hashed).
 *
 * @example
 * ```ts
 * const proof = new TrieProof(stateRoot, nodes.map(fromHex));
 * const value = proof.get(key); // undefined: the state has no such key, which is proven as well
 * proof.ensureAllUsed();
 * ```
 */
export class TrieProof {
  readonly #root: Hex;
  readonly #pieces = new Map<Hex, Piece>();
  #repeated: Hex | undefined;

  constructor(root: Hex, nodes: Iterable<Uint8Array>) {
    this.#root = root;
    for (const bytes of nodes) {
      const hash = toHex(blake2b256(bytes));
      if (this.#pieces.has(hash)) this.#repeated ??= hash;
      this.#pieces.set(hash, { bytes, layout: undefined, isUsed: false });
    }
  }

  /** The value under a key; undefined where there is none. @throws {ProofError} `PROOF_INCOMPLETE` names the key */
  get(key: Hex): Uint8Array | undefined {
    let place = this.#rootPlace(key);
    while (place !== undefined && place.point !== key) {
      if (!key.startsWith(place.point)) return undefined;
      place = this.#child(place, nibbleAt(key, place.point.length), key);
    }
    return place && this.#value(place, key);
  }

  /** All keys that begin with `prefix`, in order, with their values: none can be left out unnoticed. */
  entries(prefix: Hex): [Hex, Uint8Array][] {
    let place = this.#rootPlace(prefix);
    while (place !== undefined && !place.point.startsWith(prefix)) {
      if (!prefix.startsWith(place.point)) return [];
      place = this.#child(place, nibbleAt(prefix, place.point.length), prefix);
    }
    const found: [Hex, Uint8Array][] = [];
    if (place !== undefined) this.#collect(place, found);
    return found;
  }

  /** @throws {ProofError} `PROOF_SURPLUS` when something in the proof was needed by nothing that was read */
  ensureAllUsed(): void {
    const surplus = this.#repeated ?? [...this.#pieces].find(([, { isUsed }]) => !isUsed)?.[0];
    if (surplus === undefined) return;
    const why = surplus === this.#repeated ? "twice" : "of another state, or altered";
    throw new ProofError("PROOF_SURPLUS", `The proof holds a node that does not belong to it (${why}): ${surplus}.`);
  }

  #rootPlace(key: Hex): Place | undefined {
    if (this.#root === EMPTY_ROOT) {
      const piece = this.#pieces.get(EMPTY_ROOT);
      if (piece !== undefined) piece.isUsed = true;
      return undefined;
    }
    return this.#byHash(this.#root, ROOT_PATH, key);
  }

  #child({ bytes, layout, point }: Place, nibble: number, key: Hex): Place | undefined {
    const at = layout.childAt[nibble] ?? 0;
    if (at === 0) return undefined;
    const merkle = bytes.subarray(at, at + (bytes[at - 1]! >> 2));
    const path = point + digit(nibble);
    if (merkle.length === HASH_LENGTH) return this.#byHash(toHex(merkle), path, key);
    const own = nodeLayout(merkle);
    if (own === undefined) throw unreadable(path, key);
    return { bytes: merkle, layout: own, path, point: path + own.partial };
  }

  #byHash(hash: Hex, path: string, key: Hex): Place {
    const piece = this.#piece(hash, `the node at ${path}`, key);
    piece.layout ??= nodeLayout(piece.bytes);
    if (piece.layout === undefined) throw unreadable(path, key);
    return { bytes: piece.bytes, layout: piece.layout, path, point: path + piece.layout.partial };
  }

  #value({ bytes, layout }: Place, key: Hex): Uint8Array | undefined {
    if (!layout.hasValue) return undefined;
    const stored = bytes.subarray(layout.valueAt, layout.valueEnd);
    return layout.hashed ? this.#piece(toHex(stored), "the value", key).bytes : stored;
  }

  #collect(place: Place, found: [Hex, Uint8Array][]): void {
    const key = place.point as Hex;
    const value = this.#value(place, key);
    if (value !== undefined) found.push([key, value]);
    for (let nibble = 0; nibble < place.layout.childAt.length; nibble++) {
      const child = this.#child(place, nibble, key);
      if (child !== undefined) this.#collect(child, found);
    }
  }

  #piece(hash: Hex, what: string, key: Hex): Piece {
    const piece = this.#pieces.get(hash);
    if (piece === undefined) {
      throw new ProofError("PROOF_INCOMPLETE", `The proof for ${key} lacks ${what}, whose hash is ${hash}.`, key);
    }
    piece.isUsed = true;
    return piece;
  }
}

function unreadable(path: string, key: Hex): ProofError {
  return new ProofError(
    "PROOF_UNREADABLE",
    `The proof for ${key} has bytes at ${path} that are no node of a trie.`,
    key,
  );
}
