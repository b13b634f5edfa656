import type { StorageKey } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { bytes as scaleBytes } from "@myelin/primitives/scale";
import { trieNodeDec, validateProofs } from "@polkadot-api/substrate-bindings";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import fixture from "./fixtures/roots.json" with { type: "json" };
import { closestDescendantMerkleValue, extrinsicsRootVersion, orderedRoot, readProof, trieRoot } from "./index.ts";
import { MemoryTrie } from "./memory-trie.ts";
import type { Change } from "./update.ts";

const EMPTY_ROOT = "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314";

/** Keys that share prefixes, contain one another and lie far apart; values short, at the border and long. */
const keyBytes = fc.oneof(
  fc.uint8Array({ minLength: 0, maxLength: 3 }),
  fc.array(fc.constantFrom(0, 1, 16, 17), { maxLength: 5 }).map((bytes) => Uint8Array.from(bytes)),
  fc.tuple(fc.constantFrom(7, 9), fc.uint8Array({ minLength: 1, maxLength: 2 })).map(([fill, tail]) => {
    return Uint8Array.from([...new Array<number>(32).fill(fill), ...tail]);
  }),
);
const key = keyBytes.map((bytes) => toHex(bytes));
const value = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.constantFrom(31, 32, 33, 70).chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
);
const batch = fc.array(fc.tuple(key, fc.option(value, { nil: undefined, freq: 2 })), { maxLength: 30 });

function entriesOf(pairs: Record<string, string | undefined>): [StorageKey, Uint8Array][] {
  return Object.entries(pairs).map(([k, v]) => [k as StorageKey, fromHex(v!)]);
}

/** What a proof says of a key, read by another implementation's node decoder. */
function verifiedValue(proof: readonly Uint8Array[], root: string, key: StorageKey): string | undefined {
  const byHash = new Map(proof.map((bytes) => [toHex(blake2b256(bytes)) as string, bytes]));
  let merkle = root;
  let rest = key.slice(2);
  for (;;) {
    const bytes = merkle.length === 66 ? byHash.get(merkle) : fromHex(merkle);
    if (bytes === undefined) throw new Error(`the proof lacks node ${merkle}`);
    const node = trieNodeDec(Uint8Array.from(bytes));
    if (node.type === "Empty" || node.type === "Reserved" || !rest.startsWith(node.partialKey)) return undefined;
    rest = rest.slice(node.partialKey.length);
    if (rest === "") {
      if (!("value" in node)) return undefined;
      if (node.type.endsWith("WithHash")) return toHex(byHash.get(node.value)!);
      // This decoder leaves the length on a leaf's value and takes it off a branch's.
      return node.type === "Leaf" ? toHex(scaleBytes.decode(fromHex(node.value))) : node.value;
    }
    const child = "children" in node ? node.children[rest[0] as keyof typeof node.children] : undefined;
    if (child === undefined) return undefined;
    merkle = child;
    rest = rest.slice(1);
  }
}

describe("roots", () => {
  it("of an empty trie", () => {
    expect(toHex(trieRoot([], 1))).toBe(EMPTY_ROOT);
    expect(toHex(new MemoryTrie().update([]))).toBe(EMPTY_ROOT);
  });

  it.each(fixture.cases.map((example, index) => [index, example] as const))(
    "equal smoldot's, case %i",
    (_, example) => {
      const entries = entriesOf(example.entries);
      expect(toHex(trieRoot(entries, 0))).toBe(example.roots.v0);
      expect(toHex(trieRoot(entries, 1))).toBe(example.roots.v1);
      const trie = new MemoryTrie();
      for (const entry of entries.slice(0, -1)) trie.update([entry]);
      expect(toHex(trie.update(entries.slice(-1)))).toBe(example.roots.v1);
    },
  );

  it.each(fixture.ordered)("of a list of $count equal smoldot's", ({ count, length, roots }) => {
    const values = Array.from({ length: count }, (_, index) => new Uint8Array(length).fill(index));
    expect(toHex(orderedRoot(values, 0))).toBe(roots.v0);
    expect(toHex(orderedRoot(values, 1))).toBe(roots.v1);
  });

  it("take the extrinsics version from the system version", () => {
    expect([0, 1, 2].map(extrinsicsRootVersion)).toEqual([0, 0, 1]);
  });
});

describe("updates", () => {
  it.each([0, 1] as const)("give the root and the nodes of a rebuild, version %i", (version) => {
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 6 }), (batches) => {
        const trie = new MemoryTrie(version);
        for (const changes of batches) {
          const root = trie.update(changes as Change[]);
          expect(toHex(root)).toBe(toHex(trieRoot(trie.values, version)));
          const fresh = new MemoryTrie(version);
          fresh.update(trie.values);
          expect(new Map([...trie.nodes].sort())).toEqual(new Map([...fresh.nodes].sort()));
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("proofs", () => {
  it("convince another implementation of presence and absence", () => {
    fc.assert(
      fc.property(batch, fc.array(key, { minLength: 1, maxLength: 4 }), (changes, asked) => {
        const trie = new MemoryTrie();
        const root = toHex(trie.update(changes as Change[]));
        fc.pre(trie.values.size > 0);
        const present = [...trie.values.keys()].slice(0, 3);
        const proof = readProof(trie, [...present, ...asked], 1);
        expect(validateProofs(proof.map((node) => toHex(node)))?.rootHash).toBe(root);
        for (const one of [...present, ...asked]) {
          const stored = trie.values.get(one);
          expect(verifiedValue(proof, root, one)).toBe(stored === undefined ? undefined : toHex(stored));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("find the closest descendant", () => {
    const trie = new MemoryTrie();
    const long = new Uint8Array(40).fill(1);
    const root = trie.update([
      ["0x0102", long],
      ["0x0103", long],
      ["0x02", long],
    ]);
    expect(closestDescendantMerkleValue(trie, "0x", 1)).toEqual(root);
    const below = closestDescendantMerkleValue(trie, "0x01", 1);
    expect(below).toBeDefined();
    expect(closestDescendantMerkleValue(trie, "0x04", 1)).toBeUndefined();
    trie.update([["0x02", new Uint8Array(40).fill(2)]]);
    expect(closestDescendantMerkleValue(trie, "0x01", 1)).toEqual(below);
    trie.update([["0x0103", new Uint8Array(40).fill(2)]]);
    expect(closestDescendantMerkleValue(trie, "0x01", 1)).not.toEqual(below);
  });
});
