import { ConnectionError, RpcError } from "@myelin/client/errors";
import type { Transport } from "@myelin/client/transport/transport";
import { webSocketTransport } from "@myelin/client/transport/websocket";
import type { Hash } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { type ChainSpec, specFromJson } from "../chain/chain-spec.ts";
import { FollowError } from "./errors.ts";
import { decodeTransfer, type TransferredBlock } from "./transfer.ts";

/** How long one attempt to connect, and one answer, may take, in milliseconds. */
const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;
const METHOD_NOT_FOUND = -32601;

/** What a new head tells. */
export interface SourceHead {
  readonly number: number;
  readonly parentHash: Hash;
}

/**
 * One connection to the node that is followed. When it breaks, everything under way rejects and `lost` aborts; then a new
 * one is opened.
 */
export class Source {
  readonly url: string;
  /** Aborts when the connection broke. */
  readonly lost: AbortSignal;
  private readonly transport: Transport;

  private constructor(transport: Transport, lost: AbortSignal) {
    this.url = transport.url;
    this.transport = transport;
    this.lost = lost;
  }

  /** @throws {ConnectionError} */
  static async open(url: string, signal?: AbortSignal): Promise<Source> {
    const lost = new AbortController();
    const transport = await webSocketTransport(url, {
      connectTimeoutMs: CONNECT_MS,
      requestTimeoutMs: ANSWER_MS,
      signal,
      onConnection(connected) {
        if (!connected) lost.abort(new ConnectionError(url, "the connection broke"));
      },
    });
    return new Source(transport, lost.signal);
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  genesisHash(): Promise<Hash> {
    return this.ask<Hash>("chain_getBlockHash", [0]);
  }

  /** The hash of the block at a height, null where there is none yet. */
  blockHash(number: number): Promise<Hash | null> {
    return this.ask<Hash | null>("chain_getBlockHash", [number]);
  }

  specVersion(): Promise<number> {
    return this.ask<{ specVersion: number }>("state_getRuntimeVersion").then(({ specVersion }) => specVersion);
  }

  /** @throws {FollowError} FOLLOW_NOT_MYELIN, {@link ChainSpecError}, {@link ConfigError} */
  async spec(): Promise<ChainSpec> {
    return specFromJson(await this.ask<string>("myelin_chainSpec"));
  }

  /** `count` blocks from a height on, asked for again where an answer holds fewer. */
  async blocks(from: number, count: number): Promise<TransferredBlock[]> {
    const blocks: TransferredBlock[] = [];
    while (blocks.length < count) {
      const params = [from + blocks.length, count - blocks.length];
      const answer = await this.ask<unknown>("myelin_getBlocks", params);
      blocks.push(...this.decode(answer, from + blocks.length, count - blocks.length));
    }
    return blocks;
  }

  /** Tells of the head that is, and of each that follows. */
  async onHead(listener: (head: SourceHead) => void, onError: (error: Error) => void): Promise<void> {
    await this.transport.subscribe<{ number: string; parentHash: Hash }>(
      "chain_subscribeNewHeads",
      [],
      "chain_unsubscribeNewHeads",
      ({ number, parentHash }) => listener({ number: Number(number), parentHash }),
      { resume: false, onError },
    );
  }

  /** @throws {RpcError} what the node says against it */
  async submit(extrinsic: Uint8Array): Promise<void> {
    await this.transport.request("author_submitExtrinsic", [toHex(extrinsic)]);
  }

  private async ask<T>(method: string, params: readonly unknown[] = []): Promise<T> {
    try {
      return await this.transport.request<T>(method, params);
    } catch (error) {
      if (error instanceof RpcError && error.rpcCode === METHOD_NOT_FOUND) throw this.notMyelin(`no ${method}`, error);
      throw error;
    }
  }

  private decode(answer: unknown, from: number, most: number): TransferredBlock[] {
    if (!Array.isArray(answer) || answer.length === 0 || answer.length > most) {
      throw this.notMyelin(`no list of blocks from ${from} on`);
    }
    return answer.map((block, i) => {
      try {
        return decodeTransfer(block as string);
      } catch (error) {
        throw this.notMyelin(`nothing readable for block ${from + i}`, error);
      }
    });
  }

  private notMyelin(what: string, cause?: unknown): FollowError {
    const message = `What answers at ${this.url} is no Myelin node that can be followed: it has ${what}. Check the address, and that both nodes are of the same version.`;
    return new FollowError("FOLLOW_NOT_MYELIN", message, cause);
  }
}
