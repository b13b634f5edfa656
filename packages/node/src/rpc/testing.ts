import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountId, CallValue, Hash } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { type Keypair, keypairFromUri } from "@myelin/primitives/keys";
import { u32 } from "@myelin/primitives/scale";
import { type ClientOptions, WebSocket } from "ws";
import { Node, type NodeOptions } from "../node/node.ts";
import type { RpcServer } from "./server.ts";

/** A node in this process that makes blocks only when asked, with its data in a folder that goes with it. */
export interface TestNode {
  readonly node: Node;
  readonly rpc: RpcServer;
  /** Makes blocks. */
  step(count?: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startTestNode(options: Partial<NodeOptions> = {}): Promise<TestNode> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-rpc-"));
  const node = await Node.start({ dir, sealing: "manual", log: "silent", rpc: { port: 0 }, ...options });
  return {
    node,
    rpc: node.rpc!,
    step: (count = 1) => node.time.step(count),
    async stop() {
      await node.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** An error reply. */
export class ErrorReply extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor({ code, message, data }: { code: number; message: string; data?: unknown }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

interface Message {
  readonly id?: number | string | null;
  readonly result?: unknown;
  readonly error?: { code: number; message: string; data?: unknown };
  readonly method?: string;
  readonly params?: { readonly subscription: string; readonly result: unknown };
}

/** A client of the protocol and nothing more: requests, notifications in order, raw text. */
export class TestClient {
  readonly socket: WebSocket;
  readonly #replies = new Map<string, (message: Message) => void>();
  readonly #streams = new Map<string, Stream>();
  readonly #raw: ((text: string) => void)[] = [];
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => this.#receive(data.toString()));
  }

  static connect(url: string, options: ClientOptions = {}): Promise<TestClient> {
    const socket = new WebSocket(url, options);
    const client = new TestClient(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(client));
      socket.once("error", reject);
    });
  }

  async request<T = unknown>(method: string, params: readonly unknown[] = []): Promise<T> {
    const id = `test-${this.#nextId++}`;
    const reply = new Promise<Message>((resolve) => this.#replies.set(id, resolve));
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    const { result, error } = await reply;
    if (error) throw new ErrorReply(error);
    return result as T;
  }

  /** Rejects unless the reply is an error. */
  async refusal(method: string, params: readonly unknown[] = []): Promise<ErrorReply> {
    const result = await this.request(method, params).catch((error: unknown) => error);
    if (result instanceof ErrorReply) return result;
    throw new Error(`${method} was not refused: ${JSON.stringify(result)}`);
  }

  async subscribe(method: string, params: readonly unknown[] = []): Promise<Stream> {
    const id = await this.request<string>(method, params);
    return this.#stream(id);
  }

  /** Sends text as it is and resolves with the next message that answers no `request`. */
  raw(text: string): Promise<string> {
    const reply = new Promise<string>((resolve) => this.#raw.push(resolve));
    this.socket.send(text);
    return reply;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once("close", () => resolve());
      this.socket.close();
    });
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.params) {
      this.#stream(message.params.subscription).add(message.params.result, message.method!);
      return;
    }
    const id = String(message.id);
    const reply = this.#replies.get(id);
    if (reply) {
      this.#replies.delete(id);
      reply(message);
    } else this.#raw.shift()?.(text);
  }

  #stream(id: string): Stream {
    const found = this.#streams.get(id) ?? new Stream(id);
    this.#streams.set(id, found);
    return found;
  }
}

/** Notifications of one subscription. */
export class Stream {
  readonly id: string;
  readonly seen: unknown[] = [];
  readonly methods = new Set<string>();
  readonly #waiting: ((value: unknown) => void)[] = [];
  #taken = 0;

  constructor(id: string) {
    this.id = id;
  }

  add(result: unknown, method: string): void {
    this.methods.add(method);
    this.seen.push(result);
    const wake = this.#waiting.shift();
    if (wake) {
      this.#taken += 1;
      wake(result);
    }
  }

  next<T = Record<string, unknown>>(): Promise<T> {
    if (this.#taken < this.seen.length) return Promise.resolve(this.seen[this.#taken++] as T);
    return new Promise((resolve) => this.#waiting.push(resolve as (value: unknown) => void));
  }

  /** The next message of a kind; others are passed over. */
  async nextEvent<T = Record<string, unknown>>(event: string): Promise<T> {
    for (;;) {
      const message = await this.next<{ event?: string }>();
      if (message.event === event) return message as T;
    }
  }
}

/** JSON-RPC over HTTP. */
export async function post(rpc: RpcServer, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const url = rpc.url.replace("ws:", "http:");
  return fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
}

export const alice = keypairFromUri("//Alice");
export const bob = keypairFromUri("//Bob");

/** A signed transfer as hex; immortal. */
export function transfer(
  test: TestNode,
  { to = bob.accountId, value = 1_000_000n, ...options }: TransferOptions = {},
): `0x${string}` {
  const dest = { type: "Id", value: to } as const;
  return signed(test, { type: "Balances", value: { type: "transfer_keep_alive", value: { dest, value } } }, options);
}

/** A signed call as hex; immortal. */
function signed(
  { node: { chain } }: TestNode,
  call: CallValue,
  { from = alice, nonce = nonceOf(chain, from), genesisHash = chain.genesisHash }: SigningOptions = {},
): `0x${string}` {
  const extra = [{}, {}, {}, {}, { type: "Immortal" }, nonce, {}, 0n, {}, {}, {}, {}, { mode: "Disabled" }];
  const env = { genesisHash, blockNumber: chain.head().number, blockHash: () => genesisHash };
  const signature = from.sign(chain.runtime.signingPayload(call, extra, env));
  const address = { type: "Id", value: from.accountId } as const;
  return toHex(chain.runtime.encodeSigned(call, address, { type: "Sr25519", value: signature }, extra));
}

export interface SigningOptions {
  readonly from?: Keypair;
  readonly nonce?: number;
  /** Of the network that it is signed for; this one unless given. */
  readonly genesisHash?: Hash;
}

export interface TransferOptions extends SigningOptions {
  readonly to?: AccountId;
  readonly value?: bigint;
}

function nonceOf(chain: Node["chain"], { publicKey, accountId }: Keypair): number {
  const onChain = u32.decode(chain.callApi("AccountNonceApi_account_nonce", publicKey));
  return chain.pool.nextNonce(accountId, onChain);
}
