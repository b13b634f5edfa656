import { DigestItem, type Hash, type HeaderValue, type StateReader } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { type Hex, toHex } from "@myelin/primitives/hex";
import type { BlockInfo, Chain } from "../chain/chain.ts";
import { executionFailure, rpcErrors } from "./errors.ts";

/** A header as JSON (`sp_runtime::generic::Header`); the number is hexadecimal. */
export interface HeaderJson {
  readonly parentHash: Hash;
  readonly number: Hex;
  readonly stateRoot: Hash;
  readonly extrinsicsRoot: Hash;
  readonly digest: { readonly logs: readonly Hex[] };
}

export function headerJson({ header }: BlockInfo): HeaderJson {
  return {
    parentHash: header.parent_hash,
    number: `0x${header.number.toString(16)}`,
    stateRoot: header.state_root,
    extrinsicsRoot: header.extrinsics_root,
    digest: { logs: header.digest.logs.map((item) => toHex(DigestItem.codec.encode(item))) },
  };
}

const headerTexts = new WeakMap<HeaderValue, string>();

/** {@link headerJson} as text, made once for all subscribers. */
export function headerText(block: BlockInfo): string {
  const known = headerTexts.get(block.header);
  if (known !== undefined) return known;
  const text = JSON.stringify(headerJson(block));
  headerTexts.set(block.header, text);
  return text;
}

/** How Substrate words an unknown block: storage reads one way, runtime calls another. */
export type BlockContext = "UnknownBlock" | "Api called for an unknown Block";

/**
 * Runs `work` on the state of a block.
 * @throws {RpcError} 4003 with the texts that clients compare, where the block or its state is not known.
 */
export function atBlock<T>(chain: Chain, hash: Hash | undefined, context: BlockContext, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw blockError(chain, hash, context, error);
  }
}

function blockError(chain: Chain, hash: Hash | undefined, context: BlockContext, error: unknown): unknown {
  if (!(error instanceof MyelinError)) return error;
  const name = hash ?? chain.head().hash;
  if (error.code === "CHAIN_UNKNOWN_BLOCK") return rpcErrors.unknownBlock(context, name);
  if (error.code === "STATE_PRUNED") return rpcErrors.discarded(context, name);
  if (error.code === "STATE_PROOF_TOO_OLD") return rpcErrors.engine(error.message, error.code);
  return error;
}

/** The state of a block, the head's by default; reads through `atBlock`. */
export function readAt<T>(chain: Chain, hash: Hash | undefined, read: (state: StateReader) => T): T {
  return atBlock(chain, hash, "UnknownBlock", () => read(chain.readerAt(hash)));
}

/** Calls a runtime API; every failure is the client's to see. */
export function callAt(chain: Chain, method: string, args: Uint8Array, hash?: Hash): Uint8Array {
  return atBlock(chain, hash, "Api called for an unknown Block", () => chain.callApi(method, args, hash));
}

/** As {@link callAt}, but tells a failure of the runtime as text instead of throwing it. */
export function tryCall(
  chain: Chain,
  method: string,
  args: Uint8Array,
  hash: Hash,
): { readonly ok: true; readonly output: Hex } | { readonly ok: false; readonly error: string } {
  try {
    return { ok: true, output: toHex(callAt(chain, method, args, hash)) };
  } catch (error) {
    const reason = executionFailure(error);
    if (reason === undefined) throw error;
    return { ok: false, error: reason };
  }
}

/** Extrinsics as JSON writes them: hex with their length prefix. */
export function bodyJson(body: readonly Uint8Array[]): Hex[] {
  return body.map((extrinsic) => toHex(extrinsic));
}
