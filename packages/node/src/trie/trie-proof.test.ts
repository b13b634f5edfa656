/** Proofs of this trie, read by the client that checks them (`@myelin/client`). */
import { ProofError, TrieProof } from "@myelin/client";
import type { StorageKey } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { type Hex, toHex } from "@myelin/primitives/hex";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readProof } from "./index.ts";
import { MemoryTrie } from "./memory-trie.ts";

/** Few different bytes, so that keys share prefixes and values repeat; lengths around what a node hashes. */
const keyBytes = fc.array(fc.constantFrom(0, 1, 16, 255), { minLength: 1, maxLength: 6 });
const key = keyBytes.map((bytes) => toHex(Uint8Array.from(bytes)) as StorageKey);
const value = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 1, 31, 32, 33, 200))
  .map(([fill, length]) => new Uint8Array(length).fill(fill));
const entries = fc.array(fc.tuple(key, value), { maxLength: 40 });
const asked = fc.array(key, { minLength: 1, maxLength: 6 });

function trieOf(stored: readonly [StorageKey, Uint8Array][]): { trie: MemoryTrie; root: Hex } {
  const trie = new MemoryTrie();
  return { trie, root: toHex(trie.update(stored)) };
}

function read(root: Hex, nodes: readonly Uint8Array[], keys: readonly StorageKey[]): (Hex | undefined)[] {
  const proof = new TrieProof(root, nodes);
  const values = keys.map((one) => hexOf(proof.get(one)));
  proof.ensureAllUsed();
  return values;
}

function hexOf(bytes: Uint8Array | undefined): Hex | undefined {
  return bytes && toHex(bytes);
}

/** What reading says, or the code of the error. */
function verdict(root: Hex, nodes: readonly Uint8Array[], keys: readonly StorageKey[]): string {
  try {
    read(root, nodes, keys);
    return "believed";
  } catch (error) {
    if (error instanceof ProofError) return error.code;
    throw error;
  }
}

describe("a proof that was checked", () => {
  it("says what the trie says, of keys that are there and of those that are not", () => {
    fc.assert(
      fc.property(entries, asked, (stored, others) => {
        const { trie, root } = trieOf(stored);
        const keys = [...new Set([...[...trie.values.keys()].slice(0, 5), ...others])];
        const values = read(root, readProof(trie, keys, 1), keys);
        expect(values).toEqual(keys.map((one) => hexOf(trie.values.get(one))));
      }),
      { numRuns: 500 },
    );
  });

  it("lists every key below a prefix, or names what keeps it from that", () => {
    fc.assert(
      fc.property(entries, key, fc.nat(), (stored, prefix, left) => {
        const { trie, root } = trieOf(stored);
        const expected = [...trie.values]
          .filter(([one]) => one.startsWith(prefix))
          .sort(([a], [b]) => (a < b ? -1 : 1));
        const keys = expected.map(([one]) => one);
        const whole = readProof(trie, [prefix, ...keys], 1);
        const proof = new TrieProof(root, whole);
        const found = proof.entries(prefix).map(([one, bytes]) => [one, toHex(bytes)]);
        expect(found).toEqual(expected.map(([one, bytes]) => [one, toHex(bytes)]));
        proof.ensureAllUsed();
        const without = whole.toSpliced(left % Math.max(whole.length, 1), 1);
        if (whole.length > 0) expect(() => new TrieProof(root, without).entries(prefix)).toThrow(ProofError);
      }),
      { numRuns: 300 },
    );
  });

  it("is refused with any one byte altered, with a node missing, and with one too many", () => {
    fc.assert(
      fc.property(entries, asked, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (stored, keys, n, b, flip) => {
        const { trie, root } = trieOf(stored);
        const nodes = readProof(trie, keys, 1);
        expect(verdict(root, nodes, keys)).toBe("believed");
        expect(verdict(root, [...nodes, Uint8Array.of(n & 255, flip)], keys)).toBe("PROOF_SURPLUS");
        fc.pre(nodes.length > 0);
        const chosen = nodes[n % nodes.length]!;
        expect(verdict(root, [...nodes, chosen], keys)).toBe("PROOF_SURPLUS");
        expect(verdict(root, nodes.toSpliced(n % nodes.length, 1), keys)).toBe("PROOF_INCOMPLETE");
        const altered = Uint8Array.from(chosen);
        altered[b % altered.length]! ^= flip;
        expect(verdict(root, nodes.with(n % nodes.length, altered), keys)).toBe("PROOF_INCOMPLETE");
      }),
      { numRuns: 500 },
    );
  });

  it("is refused under another root, and names the key", () => {
    const { trie } = trieOf([["0x0102", new Uint8Array(40)]]);
    const other = trieOf([["0x0102", new Uint8Array(41)]]);
    const nodes = readProof(trie, ["0x0102"], 1);
    expect(() => read(other.root, nodes, ["0x0102"])).toThrow("The proof for 0x0102 lacks the node at 0x");
  });

  it("stops at bytes that are no node, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), key, (bytes, one) => {
        const root = toHex(blake2b256(bytes));
        const outcome = verdict(root, [bytes], [one]);
        expect(["believed", "PROOF_UNREADABLE", "PROOF_INCOMPLETE"]).toContain(outcome);
      }),
      { numRuns: 1_000, examples: [[Uint8Array.of(0), "0x00"]] },
    );
    expect(verdict(toHex(blake2b256(Uint8Array.of(0x41))), [Uint8Array.of(0x41)], ["0x01"])).toBe("PROOF_UNREADABLE");
  });
});
