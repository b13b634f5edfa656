import type { Client } from "@myelin/client";
import { NODE_FLAGS } from "@myelin/node/node/flags";
import type { UpOptions } from "../commands/up.ts";
import type { ProcessEvent } from "../processes/events.ts";
import { aborted } from "../session/lifetime.ts";
import { CliError } from "../terminal/errors.ts";
import { deferred } from "./deferred.ts";
import { NetworkFolder } from "./folder.ts";
import type { Keys } from "./keys.ts";
import { isReached, type Milestones, noMilestones, reach } from "./milestones.ts";
import { startNeurons } from "./neurons.ts";
import { ManagedProcess, type ProcessOptions } from "./process.ts";
import { NetworkState } from "./state.ts";
import type { View } from "./view.ts";

const NODE = "node";

/** All processes of a network, what they tell, and what the chain says about them. */
export class Network {
  readonly milestones: Milestones = noMilestones();
  readonly folder: NetworkFolder;
  readonly options: UpOptions;
  readonly view: View;
  private readonly processes = new Map<string, ManagedProcess>();
  private readonly listening = deferred<string>();
  private readonly goal = deferred<void>();
  private readonly stopping = new AbortController();
  private populating: Promise<void> = Promise.resolve();
  private client: Client | undefined;

  constructor(options: UpOptions, view: View) {
    this.options = options;
    this.view = view;
    this.folder = new NetworkFolder(options.dir);
  }

  /** Makes the folder and starts the node: nothing else is loaded or made before. */
  async start(): Promise<void> {
    const { port, host, blockTime, tempo } = this.options;
    await this.folder.prepare(this.options);
    const args = ["node", "--json", "--dir", this.folder.node, "--port", String(port), "--host", host];
    if (blockTime !== undefined) args.push("--block-time", `${blockTime}ms`);
    if (tempo !== undefined) args.push("--tempo", String(tempo));
    this.launch(NODE, args, (event) => this.nodeSaid(event), { flags: NODE_FLAGS });
  }

  /** Resolves when the goal is reached; without a goal it goes on until {@link stop}. */
  async run(): Promise<void> {
    // What waits for a block when the network is stopped waits for ever, so the end does not wait for it.
    this.populating = Promise.race([this.populate(), aborted(this.signal)]);
    await Promise.race([this.goal.promise, this.populating.then(() => this.goal.promise)]);
  }

  /** Neurons first, so that none of them sees its node go. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.client?.close();
    await this.populating.catch(() => {});
    const node = this.processes.get(NODE);
    const neurons = [...this.processes.values()].filter((one) => one !== node);
    await Promise.all(neurons.map((one) => one.stop()));
    await node?.stop();
  }

  /** Starts one more process, which a user could start by the same words. */
  launch(
    name: string,
    args: readonly string[],
    onEvent: (event: ProcessEvent) => void,
    how: Pick<ProcessOptions, "nice" | "flags">,
  ): ManagedProcess {
    const started = new ManagedProcess({
      name,
      args,
      ...how,
      log: this.folder.log(name),
      onEvent,
      onDeath: (reason, pause) => this.died(name, reason, pause),
    });
    this.processes.set(name, started);
    started.start();
    return started;
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  private async populate(): Promise<void> {
    const [{ openClient }, { memberKeys }, { setupNetwork }] = await Promise.all([
      import("../session/connect.ts"),
      import("./keys.ts"),
      import("./setup.ts"),
    ]);
    const [keys, url] = await Promise.all([memberKeys(this.folder, this.options.seed), this.listening.promise]);
    this.signal.throwIfAborted();
    this.client = await openClient(url, this.signal);
    if (this.signal.aborted) return await this.client.close();
    const netuid = await setupNetwork(this.client, keys, (text) => this.view.tell("setup", text));
    const state = await this.follow(this.client, netuid, keys);
    await startNeurons(this, state, url, netuid);
  }

  /** Reads the chain after each block; a block that comes while one is read is skipped. */
  private async follow(client: Client, netuid: number, keys: ReadonlyMap<string, Keys>): Promise<NetworkState> {
    const { ChainWatch } = await import("./chain-watch.ts");
    const watch = new ChainWatch(client, netuid, keys);
    const addresses = new Map([...keys].map(([name, { hotkey }]) => [name, hotkey.address]));
    const state = new NetworkState(netuid, addresses, (name) => this.processes.get(name)?.state ?? "stopped");
    let reading = false;
    const read = async () => {
      if (reading || this.signal.aborted) return;
      reading = true;
      try {
        state.chain = await watch.read();
        if (this.signal.aborted) return;
        this.view.update(state);
        if (state.chain.weightsSet) this.reached("firstWeightsMs", "weights", "validators have set weights");
        if (state.chain.rewarded) this.reached("firstRewardMs", "reward", "an epoch has paid a miner");
      } finally {
        reading = false;
      }
    };
    await read();
    // A read that fails while the node restarts is made up for by the next block's.
    await client.subscribeHeads(() => void read().catch(() => {}));
    return state;
  }

  private nodeSaid(event: ProcessEvent): void {
    if (event.event === "listening") {
      this.reached("listeningMs", "listening", `the node listens on ${event["url"]}`);
      this.view.page(String(event["url"]).replace(/^ws/, "http"));
      this.listening.resolve(String(event["url"]));
    }
    if (event.event === "block") this.reached("firstBlockMs", "first-block", `block ${event["number"]} is there`);
  }

  private reached(milestone: keyof Milestones, name: string, text: string): void {
    if (!reach(this.milestones, milestone)) return;
    this.view.tell(name, text);
    const { until } = this.options;
    if (until !== undefined && isReached(this.milestones, until)) this.goal.resolve();
  }

  private died(name: string, reason: string, pause: number): void {
    if (name === NODE && this.milestones.listeningMs === null) {
      this.goal.reject(new CliError("CLI_PROCESS_FAILED", `The node did not start. ${reason}`));
      return;
    }
    this.view.tell("died", `${reason} Starting it again in ${pause / 1_000} s.`, name);
  }
}
