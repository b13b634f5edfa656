import { join } from "node:path";
import {
  type Caller,
  Dendrite,
  type Endpoint,
  Miner,
  type NeuronEvent,
  StateFile,
  streamEndpoint,
  type Values,
} from "@myelin/neuron";
import type { Keypair } from "@myelin/primitives";
import { CatchUp } from "./catch-up.ts";
import { type LanguageChain, nodeChain } from "./chain.ts";
import { completionOf } from "./completion.ts";
import { LanguageMiner } from "./miner.ts";
import { type MinerModel, type ModelOptions, openModel } from "./model.ts";
import { Complete, Predict } from "./protocol.ts";
import { Reading } from "./reading.ts";

export interface LanguageMinerOptions extends ModelOptions {
  readonly hotkey: Keypair;
  /** `ws://…` of a node. */
  readonly url: string;
  readonly netuid: number;
  /** Where to listen; loopback unless told otherwise. */
  readonly host?: string;
  readonly port?: number;
  /** Address under which others reach this miner, where it is not `host`. */
  readonly externalIp?: string;
  readonly signal: AbortSignal;
}

const READING_FILE = "reading.json";
const SAVE_EVERY_MS = 30_000;
const CATCH_UP_EVERY_MS = 15_000;
/** Before the first round there is nothing else to learn from. */
const FIRST_CATCH_UP_EVERY_MS = 2_000;
const REPORT_EVERY_MS = 5_000;
const TICK_MS = 500;
/** Runs a miner of the language subnet until `signal` aborts. */
export async function runLanguageMiner(options: LanguageMinerOptions): Promise<void> {
  const { url, netuid, hotkey, signal } = options;
  await new LanguageMinerNeuron(options, nodeChain(url, netuid, hotkey)).run(signal);
}

/** The life of a miner around {@link LanguageMiner}. */
export class LanguageMinerNeuron extends Miner<typeof Predict> {
  readonly synapse = Predict;
  readonly #options: LanguageMinerOptions;
  readonly #dendrite: Dendrite;
  readonly #readingFile: StateFile<Reading>;
  readonly #chain: LanguageChain;
  #model!: MinerModel;
  #miner!: LanguageMiner;
  #savedStep = 0;

  constructor(options: LanguageMinerOptions, chain: LanguageChain) {
    const { hotkey, netuid, host, port, externalIp, report } = options;
    const serve = { host, port, announceIp: externalIp };
    super({ hotkey, netuid, node: chain.connect, serve, report: (event) => isForMiners(event) && report?.(event) });
    this.#options = options;
    this.#chain = chain;
    this.#dendrite = new Dendrite({ hotkey });
    const parse = (value: unknown) => Reading.from(value as Parameters<typeof Reading.from>[0]);
    this.#readingFile = new StateFile(join(options.dir, READING_FILE), parse);
  }

  override async forward(question: Values<typeof Predict>, caller: Caller) {
    const distributions = await this.#miner.predict(caller.hotkey, question);
    return { contexts: "", distributions };
  }

  /** Who is paid as a miner gets no scored answers, whatever permit its earnings bring it. */
  override blacklist({ hotkey }: Caller): string | undefined {
    const caller = this.metagraph?.neurons.find((peer) => peer.hotkey === hotkey);
    return caller !== undefined && caller.incentive > 0 ? "a miner gets no scored answers" : undefined;
  }

  protected override others(): Endpoint[] {
    return [
      streamEndpoint(Complete, (request, caller) => completionOf(this.#miner, request, caller.signal), {
        priority: () => -1,
      }),
    ];
  }

  protected override async prepare(): Promise<void> {
    this.#model = await openModel({ ...this.#options, seed: this.#options.seed ?? this.hotkey.address });
    const reading = await this.#readingFile.load((aside) =>
      this.notices.tell("state", `What was read could not be read back; it is kept as ${aside}.`),
    );
    this.#miner = new LanguageMiner(this.#model, {
      reading,
      context: this.#model.context,
      stakeOf: (hotkey) => Number(this.stakeOf(hotkey)),
      onLie: (validator) => this.#options.report?.({ event: "distrusted", validator }),
    });
    this.#savedStep = (await this.#model.progress()).step;
  }

  protected override async work(signal: AbortSignal): Promise<void> {
    const catchUp = new CatchUp(this.#miner, this.#dendrite);
    const save = every(SAVE_EVERY_MS);
    const report = every(REPORT_EVERY_MS);
    let visited = 0;
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      const pause = this.#miner.prequential.count > 0 ? CATCH_UP_EVERY_MS : FIRST_CATCH_UP_EVERY_MS;
      if (performance.now() - visited > pause) {
        await this.#visit(catchUp, signal);
        visited = performance.now();
      }
      if (report()) await this.#tell();
      if (save()) await this.#save();
    }
  }

  protected override async finish(): Promise<void> {
    this.#dendrite.close();
    await this.#save();
    await this.#model.close();
  }

  /** Reads what the validators have finished; an outage of chain or validator is for the next time. */
  async #visit(catchUp: CatchUp, signal: AbortSignal): Promise<void> {
    if (this.metagraph === undefined || !this.#model.learns) return;
    const { neurons } = this.metagraph;
    try {
      const anyPermit = neurons.some((peer) => peer.validatorPermit);
      for (const [hotkey, commitment] of await this.#chain.read()) {
        const peer = neurons.find((neuron) => neuron.hotkey === hotkey);
        if (peer?.axon === undefined || (anyPermit && !peer.validatorPermit)) continue;
        const { ip, port } = peer.axon;
        const chunks = await catchUp.visit({ hotkey, ip, port }, commitment, signal);
        if (chunks > 0) this.#options.report?.({ event: "caught-up", chunks, validator: hotkey });
      }
      this.notices.over("sync");
    } catch (error) {
      if (!signal.aborted) this.notices.tell("sync", (error as Error).message);
    }
  }

  async #tell(): Promise<void> {
    const { step, received } = await this.#model.progress();
    const { count, recent } = this.#miner.prequential;
    this.#options.report?.({ event: "training", step, received, bitsPerByte: count > 0 ? recent : null });
  }

  /** The model and what it has read belong together: a restart goes on with both or with older ones of both. */
  async #save(): Promise<void> {
    const { step } = await this.#model.progress();
    if (step === this.#savedStep) return;
    try {
      const reading = Reading.from(JSON.parse(JSON.stringify(this.#miner.reading)));
      await this.#model.save();
      await this.#readingFile.save(reading);
      this.#savedStep = step;
      this.notices.over("state");
    } catch (error) {
      this.notices.tell("state", (error as Error).message);
    }
  }
}

/** Miners have no rounds and set no weights. */
function isForMiners(event: NeuronEvent): event is Exclude<NeuronEvent, { event: "round" | "weights" }> {
  return event.event !== "round" && event.event !== "weights";
}

/** True when `ms` have gone by since it last was, or since now. */
function every(ms: number): () => boolean {
  let last = performance.now();
  return () => {
    const due = performance.now() - last >= ms;
    if (due) last = performance.now();
    return due;
  };
}
