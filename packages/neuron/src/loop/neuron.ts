import type { Keypair } from "@myelin/primitives";
import { Axon, type AxonLimits } from "../axon/axon.ts";
import type { Endpoint } from "../axon/endpoint.ts";
import type { Page } from "../axon/page.ts";
import type { ChainConnector, ChainView, Metagraph, Peer } from "../chain/chain-view.ts";
import { nodeConnector } from "../chain/client-view.ts";
import { NotRegisteredError, OtherChainError } from "../errors.ts";
import { followHeads } from "./heads.ts";
import { Backoff, pause } from "./pause.ts";
import { type NeuronEvent, Notices, type Reporter } from "./report.ts";

export interface ServeOptions {
  /** Where to listen; loopback unless told otherwise. */
  host?: string;
  /** Default 8091. */
  port?: number;
  /** The address that others reach this neuron at; default `host`. */
  announceIp?: string;
  /** Default: the port listened at. */
  announcePort?: number;
  lenient?: boolean;
  limits?: Partial<AxonLimits>;
}

/** What to do while the hotkey is not registered: wait for it, give up, or register it. */
export type WhenUnregistered = "wait" | "stop" | ((signal: AbortSignal) => Promise<void>);

export interface NeuronOptions {
  hotkey: Keypair;
  netuid: number;
  /** `ws://…`, or any other way to a chain. */
  node: string | ChainConnector;
  serve?: ServeOptions;
  /** Default "wait". */
  whenUnregistered?: WhenUnregistered;
  /** Blocks between two looks at the metagraph; default 2. */
  syncEveryBlocks?: number;
  /** Without a block for this long the node is asked whether it is there, milliseconds; default 10,000. */
  stallMs?: number;
  report?: Reporter;
}

/** A transaction that nobody answers for is given up after this time. */
const TRANSACTION_MS = 120_000;

/**
 * The life of a neuron, common to miners and validators: listen, connect, stay registered, keep the metagraph, announce
 * the axon. It ends when its signal aborts, or with an error that waiting cannot mend (a port that is taken, a node of
 * another chain).
 */
export abstract class Neuron {
  readonly hotkey: Keypair;
  readonly netuid: number;
  protected readonly notices: Notices;
  readonly #options: NeuronOptions;
  #chain: ChainView | undefined;
  #axon: Axon | undefined;
  #genesis = "";
  #lastBlock = 0;
  #metagraph: Metagraph | undefined;
  #own: Peer | undefined;
  #validators: ReadonlySet<string> | undefined;
  #syncAt = 0;
  #announceAt = 0;
  #registerAt = 0;
  #wasUnregistered = false;
  readonly #announcePause = new Backoff(1, 32);
  readonly #registerPause = new Backoff(1, 64);

  constructor(options: NeuronOptions) {
    this.#options = options;
    this.hotkey = options.hotkey;
    this.netuid = options.netuid;
    this.notices = new Notices(options.report ?? (() => {}));
  }

  /** The subnet as last seen; undefined before the first look. */
  get metagraph(): Metagraph | undefined {
    return this.#metagraph;
  }

  /** This neuron on the subnet; undefined while it is not registered. */
  get own(): Peer | undefined {
    return this.#own;
  }

  /** Reports an event to the supervisor, `figures` of the author's own among them. */
  report(event: NeuronEvent): void {
    this.#options.report?.(event);
  }

  /** TAO and alpha behind a hotkey, in rao; 0 for strangers. */
  stakeOf(hotkey: string): bigint {
    return this.#metagraph?.neurons.find((peer) => peer.hotkey === hotkey)?.totalStake ?? 0n;
  }

  /** Runs until the signal aborts, then lets requests under way finish. */
  async run(signal: AbortSignal): Promise<void> {
    await this.prepare();
    const life = new Life(signal);
    try {
      await this.#listen();
      this.#chain = await this.#connect(life.signal);
      if (this.#chain !== undefined) await this.#live(this.#chain, life);
    } finally {
      life.end();
      await this.#axon?.close();
      await this.#chain?.close();
      await this.finish();
      this.report({ event: "stopped" });
    }
    life.throwIfFailed();
  }

  /** What the axon serves; nothing means no axon. */
  protected abstract endpoints(): Endpoint[];

  /** What there is to read on the axon beside synapses. */
  protected pages(): Page[] {
    return [];
  }

  /** Before anything else, e.g. to load state. */
  protected async prepare(): Promise<void> {}

  /** Beside the chain loop, until the signal aborts. */
  protected async work(_signal: AbortSignal): Promise<void> {}

  /** After each block, once registered. May throw: it is reported and tried again at the next block. */
  protected async onBlock(_block: number, _chain: ChainView, _signal: AbortSignal): Promise<void> {}

  /** After each new look at the metagraph. */
  protected onSync(_metagraph: Metagraph): void {}

  /** Last of all, e.g. to save state. */
  protected async finish(): Promise<void> {}

  /** Hotkeys that endpoints with `validatorsOnly` serve; undefined while the metagraph is not known. */
  protected servedValidators(): ReadonlySet<string> | undefined {
    return this.#validators;
  }

  async #listen(): Promise<void> {
    const endpoints = this.endpoints();
    const pages = this.pages();
    if (endpoints.length + pages.length === 0) return;
    const { host, port, lenient, limits } = this.#options.serve ?? {};
    const axon = new Axon({
      hotkey: this.hotkey,
      host,
      port,
      lenient,
      limits,
      validators: () => this.servedValidators(),
      onError: (error, synapse) => this.notices.tell("handler", `${synapse} failed: ${error.message}`),
    });
    for (const served of endpoints) axon.attach(served);
    for (const page of pages) axon.publish(page);
    const address = await axon.listen();
    this.#axon = axon;
    this.report({ event: "listening", ...address });
  }

  async #connect(signal: AbortSignal): Promise<ChainView | undefined> {
    const { node } = this.#options;
    const connect = typeof node === "string" ? nodeConnector(node) : node;
    const backoff = new Backoff(250, 10_000);
    let told = "";
    while (!signal.aborted) {
      try {
        const chain = await connect(signal);
        this.#genesis = await chain.genesis();
        this.report({ event: "connected", block: await chain.head() });
        return chain;
      } catch (error) {
        if (signal.aborted) break;
        const reason = (error as Error).message;
        if (reason !== told) this.report({ event: "outage", reason });
        told = reason;
        await pause(backoff.next(), signal);
      }
    }
    return undefined;
  }

  async #live(chain: ChainView, life: Life): Promise<void> {
    const { stallMs = 10_000 } = this.#options;
    let out = false;
    const blocks = followHeads(
      chain,
      async (block) => {
        if (out) this.report({ event: "connected", block });
        out = false;
        await this.#block(block, chain, life);
      },
      {
        signal: life.signal,
        stallMs,
        onOutage: (reason) => {
          if (!out) this.report({ event: "outage", reason });
          out = true;
        },
      },
    );
    await Promise.all([life.guard(blocks), life.guard(this.work(life.signal))]);
  }

  async #block(block: number, chain: ChainView, life: Life): Promise<void> {
    try {
      if (block >= this.#syncAt || block < this.#lastBlock) await this.#sync(block, chain, life);
      if (life.signal.aborted) return;
      this.#lastBlock = block;
      if (this.#own === undefined) {
        await this.#register(block, life);
        return;
      }
      await this.#announce(block, chain, life.signal);
      await this.onBlock(block, chain, life.signal);
      this.notices.over("sync");
    } catch (error) {
      if (!life.signal.aborted) this.notices.tell("sync", (error as Error).message);
    }
  }

  async #sync(block: number, chain: ChainView, life: Life): Promise<void> {
    const genesis = await chain.genesis();
    if (genesis !== this.#genesis) {
      life.fail(new OtherChainError(this.#genesis, genesis));
      return;
    }
    const metagraph = await chain.metagraph(this.netuid);
    this.#syncAt = block + (this.#options.syncEveryBlocks ?? 2);
    this.#metagraph = metagraph;
    this.#validators = new Set(metagraph.neurons.filter((peer) => peer.validatorPermit).map((peer) => peer.hotkey));
    const before = this.#own;
    this.#own = metagraph.neurons.find((peer) => peer.hotkey === this.hotkey.address);
    if (this.#own !== undefined && this.#own.uid !== before?.uid) {
      this.#wasUnregistered = false;
      this.#registerPause.reset();
      this.report({ event: "registered", uid: this.#own.uid });
    }
    if (this.#own === undefined && before !== undefined) {
      this.report({ event: "deregistered", hotkey: this.hotkey.address, uid: before.uid });
    }
    this.onSync(metagraph);
  }

  async #register(block: number, life: Life): Promise<void> {
    this.#syncAt = 0;
    const when = this.#options.whenUnregistered ?? "wait";
    if (!this.#wasUnregistered) {
      this.#wasUnregistered = true;
      const next = { wait: "Waiting until it is.", stop: "Stopping." };
      const reason = typeof when === "string" ? next[when] : "Registering it.";
      this.report({ event: "unregistered", hotkey: this.hotkey.address, reason });
    }
    if (when === "stop") life.fail(new NotRegisteredError(this.hotkey.address, this.netuid));
    if (typeof when === "string" || block < this.#registerAt) return;
    this.#registerAt = block + this.#registerPause.next();
    try {
      await when(life.signal);
      this.notices.over("register");
    } catch (error) {
      if (!life.signal.aborted) this.notices.tell("register", (error as Error).message);
    }
  }

  async #announce(block: number, chain: ChainView, signal: AbortSignal): Promise<void> {
    if (this.#axon === undefined || block < this.#announceAt) return;
    const { host, port } = this.#axon.address;
    const { announceIp = host, announcePort = port } = this.#options.serve ?? {};
    const { axon } = this.#own!;
    if (axon?.ip === announceIp && axon.port === announcePort) return;
    this.#announceAt = block + this.#announcePause.next();
    try {
      const address = { netuid: this.netuid, ip: announceIp, port: announcePort };
      await chain.serveAxon(this.hotkey, address, limited(signal));
      this.#announcePause.reset();
      this.#syncAt = 0;
      this.notices.over("serve");
      this.report({ event: "served", ip: announceIp, port: announcePort });
    } catch (error) {
      if (!signal.aborted) this.notices.tell("serve", (error as Error).message);
    }
  }
}

/** The signal, or the time a transaction may take. */
export function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(TRANSACTION_MS)]);
}

/** A signal that also ends when a part of the neuron fails for good. */
class Life {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stop = () => this.end();
  #failure: Error | undefined;

  constructor(outer: AbortSignal) {
    this.#outer = outer;
    outer.addEventListener("abort", this.#stop, { once: true });
    if (outer.aborted) this.end();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async guard(part: Promise<void>): Promise<void> {
    try {
      await part;
    } catch (error) {
      this.fail(error as Error);
    }
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.end();
  }

  end(): void {
    this.#outer.removeEventListener("abort", this.#stop);
    this.#controller.abort();
  }

  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
