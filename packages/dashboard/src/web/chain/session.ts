import {
  type Client,
  connect,
  type Metagraph,
  type SubnetSummary,
  type Transport,
  webSocketTransport,
} from "@myelin/client";
import { getMetagraph } from "@myelin/client/actions/metagraph";
import { getSubnets } from "@myelin/client/actions/subnets";
import { addressOf } from "../ui/text.ts";
import { isSent, momentOf, type RawBlock, readBlock } from "./blocks.ts";
import { type Identities, readIdentities } from "./identities.ts";
import { Store } from "./store.ts";

export type Connection = "connecting" | "live" | "lost";

/** A block in the live list. Counts are undefined until they are read. */
export interface BlockLine {
  readonly number: number;
  readonly hash: string;
  readonly extrinsics: number | undefined;
  /** By its own timestamp, milliseconds since 1970. */
  readonly time: number | undefined;
  /** What came from accounts, the first few. */
  readonly sent: readonly SentExtrinsic[];
  /** Subnets whose epoch ran in it. */
  readonly epochs: readonly number[];
}

export interface SentExtrinsic {
  readonly index: number;
  readonly hex: string;
}

export interface ChainFacts {
  readonly name: string;
  readonly development: boolean;
  readonly genesisHash: string;
}

export interface EngineStatus {
  readonly sealing: "interval" | "instant" | "manual";
  readonly paused: boolean;
  /** Milliseconds between blocks. */
  readonly blockTime: number;
}

export interface SubnetState {
  readonly metagraph: Metagraph;
  readonly at: string;
  /** Block of the next epoch; undefined where none will come. */
  readonly nextEpoch: number | undefined;
  readonly lastEpoch: number;
  /** Rao for one alpha. */
  readonly price: bigint;
}

export interface SessionState {
  readonly connection: Connection;
  /** What went wrong, for people. */
  readonly problem: string | undefined;
  readonly facts: ChainFacts | undefined;
  readonly engine: EngineStatus | undefined;
  readonly head: { readonly number: number; readonly hash: string } | undefined;
  /** Newest first. */
  readonly blocks: readonly BlockLine[];
  readonly client: Client | undefined;
  readonly subnets: readonly SubnetSummary[];
  readonly netuid: number | undefined;
  readonly subnet: SubnetState | undefined;
  readonly identities: Identities;
  /** Of the shown subnet's coldkeys, and of their hotkeys, by SS58 address. */
  readonly names: ReadonlyMap<string, string>;
}

const EMPTY: SessionState = {
  connection: "connecting",
  problem: undefined,
  facts: undefined,
  engine: undefined,
  head: undefined,
  blocks: [],
  client: undefined,
  subnets: [],
  netuid: undefined,
  subnet: undefined,
  identities: new Map(),
  names: new Map(),
};

const BLOCKS_KEPT = 60;
const BLOCKS_AT_START = 59;
const SUBNETS_EVERY_MS = 4_000;
const RETRY_MS = 1_000;
/** A node on this machine answers at once; after this the page says that it does not. */
const CONNECT_MS = 2_000;

interface RawHeader {
  readonly number: string;
}

/** Follows one node: heads as they come, and the chosen subnet at the newest of them. */
export class Session {
  readonly store = new Store<SessionState>(EMPTY);
  readonly #url: string;
  #transport: Transport | undefined;
  #refreshing = false;
  #stale = false;
  #subnetsRead = 0;
  #identitiesOf = "";
  #arrived: number[] = [];
  #taking = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Connects, and goes on trying while the node is away. */
  async start(): Promise<void> {
    for (;;) {
      try {
        const onConnection = (up: boolean) => void this.#connected(up);
        this.#transport = await webSocketTransport(this.#url, { connectTimeoutMs: CONNECT_MS, onConnection });
        await this.#transport.subscribe<RawHeader>(
          "chain_subscribeNewHeads",
          [],
          "chain_unsubscribeNewHeads",
          (header) => this.#onHead(header),
        );
        await this.#learn();
        return;
      } catch (error) {
        this.store.set({ connection: "lost", problem: (error as Error).message });
        await this.#transport?.close();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** The subnet that the page shows. */
  choose(netuid: number): void {
    if (this.store.value.netuid === netuid) return;
    this.store.set({ netuid, subnet: undefined });
    this.refresh();
  }

  /** Reads the chosen subnet again, at the newest block; one reading at a time. */
  refresh(): void {
    this.#stale = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    void this.#refreshLoop();
  }

  async request<T>(method: string, params: readonly unknown[] = []): Promise<T> {
    return await this.#transport!.request<T>(method, params);
  }

  async #refreshLoop(): Promise<void> {
    try {
      while (this.#stale) {
        this.#stale = false;
        await this.#refreshOnce();
      }
      this.store.set({ problem: undefined });
    } catch (error) {
      this.store.set({ problem: (error as Error).message });
    } finally {
      this.#refreshing = false;
    }
  }

  async #connected(up: boolean): Promise<void> {
    if (!up) {
      this.store.set({ connection: "lost" });
      return;
    }
    const first = this.store.value.facts === undefined;
    if (!first) await this.#learn().catch(() => {});
    this.store.set({ connection: "live" });
  }

  /** What the chain is. A node that came back with another chain means that all that was shown is void. */
  async #learn(): Promise<void> {
    const transport = this.#transport!;
    const [name, chainType, genesisHash, engine] = await Promise.all([
      transport.request<string>("system_chain"),
      transport.request<string | object>("system_chainType"),
      transport.request<string>("chain_getBlockHash", [0]),
      transport.request<EngineStatus>("myelin_engineStatus").catch(() => undefined),
    ]);
    const { facts, client } = this.store.value;
    if (facts !== undefined && facts.genesisHash !== genesisHash) this.#forget();
    this.store.set({ facts: { name, development: chainType === "Development", genesisHash }, engine });
    const known = facts?.genesisHash === genesisHash ? client : undefined;
    this.store.set({ client: known ?? (await connect(transport)), connection: "live" });
    this.refresh();
  }

  #forget(): void {
    const { connection } = this.store.value;
    this.#identitiesOf = "";
    this.#subnetsRead = 0;
    this.store.set({ ...EMPTY, connection });
  }

  /** A jump over ten thousand blocks shows the newest of them. */
  #onHead(header: RawHeader): void {
    const number = Number(header.number);
    const fresh = this.store.value.head === undefined && this.#arrived.length === 0;
    const first = fresh ? Math.max(0, number - BLOCKS_AT_START) : number;
    for (let n = first; n <= number; n++) this.#arrived.push(n);
    this.#arrived = this.#arrived.slice(-BLOCKS_KEPT);
    if (this.#taking) return;
    this.#taking = true;
    void this.#takeBlocks().finally(() => {
      this.#taking = false;
    });
  }

  async #takeBlocks(): Promise<void> {
    while (this.#arrived.length > 0) {
      const numbers = this.#arrived;
      this.#arrived = [];
      const hashes = await Promise.all(
        numbers.map((n) => this.request<string | null>("chain_getBlockHash", [n])),
      ).catch(() => []);
      const lines = numbers.flatMap((number, i) => (hashes[i] ? [newLine(number, hashes[i])] : []));
      const newest = lines.at(-1);
      if (newest === undefined) continue;
      this.#show(lines, newest);
      this.refresh();
      await Promise.all(lines.map((line) => this.#count(line)));
    }
  }

  #show(lines: readonly BlockLine[], { number, hash }: BlockLine): void {
    const { blocks } = this.store.value;
    if (blocks.length === 0) performance.mark("first-block");
    const older = blocks.filter((block) => block.number < lines[0]!.number);
    this.store.set({
      head: { number, hash },
      blocks: [...lines.toReversed(), ...older].slice(0, BLOCKS_KEPT),
    });
  }

  /** How much is in a block: read for those that are still shown when their turn comes. */
  async #count({ number, hash }: BlockLine): Promise<void> {
    const block = await readBlock(this.#transport!, hash).catch(() => undefined);
    if (block !== undefined)
      this.#amend(number, {
        extrinsics: block.extrinsics.length,
        time: momentOf(block.extrinsics),
        sent: sentIn(block),
      });
  }

  #amend(number: number, change: Partial<BlockLine>): void {
    const { blocks } = this.store.value;
    this.store.set({ blocks: blocks.map((block) => (block.number === number ? { ...block, ...change } : block)) });
  }

  async #refreshOnce(): Promise<void> {
    const { client, head } = this.store.value;
    if (client === undefined || head === undefined) return;
    await this.#refreshSubnets(client);
    const { netuid } = this.store.value;
    if (netuid === undefined) return;
    const subnet = await readSubnet(client, netuid, head.hash);
    const { netuid: chosen, subnet: before } = this.store.value;
    if (chosen !== netuid) return;
    this.store.set({ subnet });
    this.#amend(subnet.lastEpoch, { epochs: [netuid] });
    if (before === undefined) await this.#markEpochs(client, netuid, subnet.lastEpoch);
    await this.#refreshIdentities(client, subnet.metagraph);
  }

  /** Earlier epochs among the blocks shown, each found in the state before the next. */
  async #markEpochs(client: Client, netuid: number, last: number): Promise<void> {
    const oldest = this.store.value.blocks.at(-1)?.number ?? last;
    for (let block = last; block > Math.max(1, oldest); ) {
      const at = await client.blockHash(block - 1);
      const earlier = await client.query.get<bigint>("SubtensorModule", "LastEpochBlock", [netuid], { at });
      block = Number(earlier);
      this.#amend(block, { epochs: [netuid] });
    }
  }

  async #refreshSubnets(client: Client): Promise<void> {
    if (Date.now() - this.#subnetsRead < SUBNETS_EVERY_MS && this.store.value.subnets.length > 1) return;
    this.#subnetsRead = Date.now();
    const [subnets, engine] = await Promise.all([
      getSubnets(client),
      this.request<EngineStatus>("myelin_engineStatus").catch(() => undefined),
    ]);
    this.store.set({ subnets, engine });
    const { netuid } = this.store.value;
    const newest = subnets.filter((subnet) => subnet.netuid !== 0).at(-1);
    if (netuid === undefined && newest !== undefined) this.store.set({ netuid: newest.netuid });
  }

  async #refreshIdentities(client: Client, { neurons }: Metagraph): Promise<void> {
    const coldkeys = [...new Set(neurons.map(({ coldkey }) => coldkey))];
    const key = neurons.map(({ hotkey, coldkey }) => hotkey + coldkey).join();
    if (key === this.#identitiesOf) return;
    this.#identitiesOf = key;
    const identities = await readIdentities(client, coldkeys);
    this.store.set({ identities, names: namesOf(neurons, identities) });
  }
}

function newLine(number: number, hash: string): BlockLine {
  return { number, hash, extrinsics: undefined, time: undefined, sent: [], epochs: [] };
}

/** A hotkey goes by the name of its coldkey. */
function namesOf(neurons: Metagraph["neurons"], identities: Identities): Map<string, string> {
  const pairs = neurons.flatMap(({ hotkey, coldkey }) => {
    const name = identities.get(coldkey);
    return name === undefined ? [] : [hotkey, coldkey].map((account) => [addressOf(account), name] as const);
  });
  return new Map(pairs);
}

const SENT_KEPT = 8;
/** Of a block with a hundred thousand only the first are looked at. */
const SEARCHED = 200;

function sentIn({ extrinsics }: RawBlock): SentExtrinsic[] {
  const first = extrinsics.slice(0, SEARCHED).map((hex, index) => ({ index, hex }));
  return first.filter(({ hex }) => isSent(hex)).slice(0, SENT_KEPT);
}

async function readSubnet(client: Client, netuid: number, at: string): Promise<SubnetState> {
  const one = <T>(item: string) => client.query.get<T>("SubtensorModule", item, [netuid], { at });
  const [metagraph, lastEpoch, pending, price] = await Promise.all([
    getMetagraph(client, netuid, { at }),
    one<bigint>("LastEpochBlock"),
    one<bigint>("PendingEpochAt"),
    client.callApi<bigint>("SwapRuntimeApi", "current_alpha_price", [netuid], { at }),
  ]);
  const { tempo } = metagraph;
  const regular = Number(lastEpoch) + tempo;
  const nextEpoch = tempo === 0 ? undefined : pending > 0n ? Math.min(regular, Number(pending)) : regular;
  return { metagraph, at, nextEpoch, lastEpoch: Number(lastEpoch), price };
}
