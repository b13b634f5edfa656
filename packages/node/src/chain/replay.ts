import type { DigestItemValue, Extrinsic, Hash, Runtime } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { BlockHashes } from "../pool/block-hashes.ts";
import { signatureEnv } from "../pool/signature-env.ts";
import { SignatureVerifier } from "../signatures/verifier.ts";
import type { Block, StateDb } from "../state/index.ts";
import type { ChainSpec } from "./chain-spec.ts";
import { openDatabase } from "./database.ts";
import { ChainError, invalidBlock } from "./errors.ts";
import { type ExecutedBlock, OpenBlock } from "./executed-block.ts";
import { decodeHeader } from "./header.ts";

export interface Replayed {
  readonly blocks: number;
  readonly head: Hash;
  readonly stateRoot: Hash;
}

export interface ReplayOptions {
  /** Checks signatures too; true unless told otherwise. */
  readonly checkSignatures?: boolean;
  /** Called after each block. */
  readonly onBlock?: (number: number) => void;
}

/**
 * Executes all blocks of `source` again, from genesis into an empty folder, and compares every root on the way.
 *
 * @throws {ChainError} CHAIN_OTHER_GENESIS, CHAIN_INVALID_BLOCK: the first block that comes out differently
 */
export async function replay(
  source: StateDb,
  { spec, runtime }: { readonly spec: ChainSpec; readonly runtime: Runtime },
  dir: string,
  { checkSignatures = true, onBlock }: ReplayOptions = {},
): Promise<Replayed> {
  const verifier = new SignatureVerifier();
  const db = await openDatabase(dir, spec, runtime, { pruning: 1 });
  const hashes = new BlockHashes(db);
  try {
    if (db.genesisHash !== source.genesisHash) {
      const message = `This program makes another genesis, ${db.genesisHash}, than the one stored, ${source.genesisHash}.`;
      throw new ChainError("CHAIN_OTHER_GENESIS", message);
    }
    const last = source.head.number;
    for (let number = db.head.number + 1; number <= last; number++) {
      const block = source.block(number)!;
      const extrinsics = block.body.map((bytes) => runtime.decodeExtrinsic(bytes));
      if (checkSignatures) await ensureSigned(number, extrinsics, { hashes, runtime, spec, verifier });
      await importBlock(db, runtime, block, extrinsics);
      onBlock?.(number);
    }
    return { blocks: last, head: db.head.hash, stateRoot: db.head.root };
  } finally {
    await db.close();
    await verifier.close();
  }
}

/** Executes a block that exists, compares it with its header, and commits it. @throws {ChainError} CHAIN_INVALID_BLOCK */
export async function importBlock(
  db: StateDb,
  runtime: Runtime,
  block: Block,
  extrinsics: readonly Extrinsic[],
): Promise<ExecutedBlock> {
  const { header, hash } = decodeHeader(block.header);
  if (header.parent_hash !== db.head.hash) throw invalidBlock(block.number, `its parent is not ${db.head.hash}`);
  const executed = execute(db, runtime, header.digest.logs, extrinsics, block.number);
  for (const root of ["state_root", "extrinsics_root"] as const) {
    const [made, expected] = [executed.header[root], header[root]];
    if (made !== expected) throw invalidBlock(block.number, `its ${root} is ${expected}, execution gives ${made}`);
  }
  if (executed.hash !== hash) throw invalidBlock(block.number, `its hash is ${hash}, execution gives ${executed.hash}`);
  const { number, encodedHeader, body, events, changes, update } = executed;
  await db.commit({ number, hash, header: encodedHeader, body, events, changes, update });
  return executed;
}

function execute(
  db: StateDb,
  runtime: Runtime,
  digest: readonly DigestItemValue[],
  extrinsics: readonly Extrinsic[],
  number: number,
): ExecutedBlock {
  try {
    const open = new OpenBlock(db, runtime, digest);
    for (const extrinsic of extrinsics) open.apply(extrinsic);
    return open.seal();
  } catch (error) {
    if (error instanceof MyelinError) throw invalidBlock(number, error.message, error);
    throw error;
  }
}

interface Checking {
  readonly hashes: BlockHashes;
  readonly runtime: Runtime;
  readonly spec: ChainSpec;
  readonly verifier: SignatureVerifier;
}

async function ensureSigned(
  number: number,
  extrinsics: readonly Extrinsic[],
  { hashes, runtime, spec, verifier }: Checking,
): Promise<void> {
  const env = signatureEnv(hashes, number, spec.config.blockHashCount);
  const signed = extrinsics.filter(({ kind }) => kind === "signed");
  if (await verifier.verifyAll(signed.map((extrinsic) => runtime.signaturePayload(extrinsic, env)))) return;
  throw invalidBlock(number, "a signature is bad");
}
