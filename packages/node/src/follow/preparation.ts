import type { Extrinsic, Hash, Runtime } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { toHex } from "@myelin/primitives/hex";
import { ChainError, invalidBlock } from "../chain/errors.ts";
import { decodeHeader } from "../chain/header.ts";
import type { BlockHashes } from "../pool/block-hashes.ts";
import { signatureEnv } from "../pool/signature-env.ts";
import type { SignatureVerifier } from "../signatures/verifier.ts";
import type { Block } from "../state/index.ts";
import { extrinsicsRootVersion, orderedRoot } from "../trie/index.ts";
import type { TransferredBlock } from "./transfer.ts";

/** A block that came from elsewhere, before it is executed. */
export interface PreparedBlock {
  readonly block: Block;
  readonly extrinsics: readonly Extrinsic[];
  /** Resolves when all that can be checked without the state is right. @throws {ChainError} CHAIN_INVALID_BLOCK */
  readonly checked: Promise<void>;
}

interface PreparationParts {
  readonly runtime: Runtime;
  readonly verifier: SignatureVerifier;
  readonly hashes: BlockHashes;
  /** `blockHashCount` of the network. */
  readonly hashCount: number;
}

/**
 * Takes in blocks in their order, ahead of their execution: each must name the one before as its parent and hold the
 * extrinsics of its root, and their signatures are checked in threads while earlier blocks are executed.
 */
export class Preparation {
  private readonly parts: PreparationParts;
  private readonly ahead = new Map<number, Hash>();
  private next: { readonly number: number; readonly parentHash: Hash } | undefined;

  /** Begins after a block. */
  constructor(parts: PreparationParts, { number, hash }: { readonly number: number; readonly hash: Hash }) {
    this.parts = parts;
    this.next = { number: number + 1, parentHash: hash };
  }

  /** After a bad block nothing more is taken in: `checked` of that one rejects, and the answer ends with it. */
  take(blocks: readonly TransferredBlock[]): PreparedBlock[] {
    const prepared: PreparedBlock[] = [];
    for (const block of blocks) {
      if (this.next === undefined) break;
      const one = this.prepare(block, this.next);
      one.checked.catch(() => {}); // told to whoever executes it
      prepared.push(one);
    }
    return prepared;
  }

  /** A block was executed and committed. */
  settled(number: number): void {
    this.ahead.delete(number);
  }

  private prepare({ header, body }: TransferredBlock, expected: { number: number; parentHash: Hash }): PreparedBlock {
    const { number } = expected;
    try {
      const info = decodeHeader(header);
      this.compare(info, body, expected);
      const extrinsics = body.map((bytes) => this.parts.runtime.decodeExtrinsic(bytes));
      this.ahead.set(number, info.hash);
      this.next = { number: number + 1, parentHash: info.hash };
      const block = { number, hash: info.hash, header, body };
      return { block, extrinsics, checked: this.checkSignatures(number, extrinsics) };
    } catch (error) {
      this.next = undefined;
      const block = { number, hash: expected.parentHash, header, body };
      return { block, extrinsics: [], checked: Promise.reject(refused(number, error)) };
    }
  }

  private compare(
    { number, parentHash, header }: ReturnType<typeof decodeHeader>,
    body: readonly Uint8Array[],
    expected: { number: number; parentHash: Hash },
  ): void {
    if (number !== expected.number) throw invalidBlock(expected.number, `it calls itself ${number}`);
    if (parentHash !== expected.parentHash) throw invalidBlock(number, `its parent is not ${expected.parentHash}`);
    const root = toHex(orderedRoot(body, extrinsicsRootVersion(this.parts.runtime.version.systemVersion)));
    if (root === header.extrinsics_root) return;
    throw invalidBlock(number, `its extrinsics_root is ${header.extrinsics_root}, its extrinsics give ${root}`);
  }

  private async checkSignatures(number: number, extrinsics: readonly Extrinsic[]): Promise<void> {
    const { runtime, verifier, hashes, hashCount } = this.parts;
    const known = { genesis: hashes.genesis, get: (height: number) => this.ahead.get(height) ?? hashes.get(height) };
    const env = signatureEnv(known, number, hashCount);
    const signed = extrinsics.filter(({ kind }) => kind === "signed");
    try {
      const payloads = signed.map((extrinsic) => runtime.signaturePayload(extrinsic, env));
      if (await verifier.verifyAll(payloads)) return;
    } catch (error) {
      throw refused(number, error);
    }
    throw invalidBlock(number, "a signature is bad");
  }
}

/** Whatever in a block cannot be read or told makes the block bad; a defect stays what it is. */
function refused(number: number, error: unknown): unknown {
  if (error instanceof ChainError || !(error instanceof MyelinError) || error.code === "VERIFIER_CLOSED") return error;
  return invalidBlock(number, error.message, error);
}
