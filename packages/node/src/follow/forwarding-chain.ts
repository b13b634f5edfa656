import { RpcError } from "@myelin/client/errors";
import type { Hash } from "@myelin/frame";
import { extrinsicHash } from "@myelin/frame";
import { LocalChain } from "../chain/local-chain.ts";
import { PoolError } from "../pool/errors.ts";
import type { StatusListener } from "../pool/status.ts";
import type { Source } from "./source.ts";

const ALREADY_IMPORTED = 1013;

/**
 * The chain of a node that follows another. Transactions are checked here, wait in the pool, and are passed on to the node
 * that is followed: at once, and again whenever it comes back.
 */
export class ForwardingChain extends LocalChain {
  private source: Source | undefined;

  override async submit(extrinsic: Uint8Array): Promise<Hash> {
    const hash = await super.submit(extrinsic);
    await this.forward(extrinsic);
    return hash;
  }

  override async watch(extrinsic: Uint8Array, listener: StatusListener): Promise<{ hash: Hash; unwatch(): void }> {
    const watched = await super.watch(extrinsic, listener);
    try {
      await this.forward(extrinsic);
    } catch (error) {
      watched.unwatch();
      throw error;
    }
    return watched;
  }

  /** The node is there: what waits goes to it. */
  reached(source: Source): void {
    this.source = source;
    for (const extrinsic of this.pool.pending()) this.forward(extrinsic).catch(() => {}); // its watchers are told
  }

  /** Leaves the transaction in the pool where the node cannot be reached. @throws {PoolError} the node's refusal */
  private async forward(extrinsic: Uint8Array): Promise<void> {
    try {
      await this.source?.submit(extrinsic);
    } catch (error) {
      if (!(error instanceof RpcError) || error.rpcCode === ALREADY_IMPORTED) return;
      this.pool.remove(extrinsicHash(extrinsic));
      throw refusalOf(error);
    }
  }
}

/** What the followed node said, for the client who asked this one. */
function refusalOf({ rpcCode, reason: message, data }: RpcError): PoolError {
  return new PoolError("POOL_REFUSED", { code: rpcCode, message, ...(typeof data === "string" ? { data } : {}) });
}
