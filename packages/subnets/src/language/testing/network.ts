import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "@myelin/learning";
import { Axon, Dendrite, endpoint } from "@myelin/neuron";
import { type Keypair, keypairFromUri } from "@myelin/primitives";
import { SubnetOnChain } from "../../testing/subnet-chain.ts";
import { ours } from "../chain.ts";
import { type ByteLearner, LanguageMiner } from "../miner.ts";
import { Predict, type Question } from "../protocol.ts";
import type { Corpus } from "../text.ts";
import { LanguageValidator, type Reply } from "../validator.ts";

export interface TestValidator {
  readonly name: string;
  readonly key: Keypair;
  readonly reader: LanguageValidator;
  readonly dendrite: Dendrite;
  readonly dir: string;
  /** What it votes for, where it does not vote what it measured. */
  vote?: () => Map<string, number>;
}

export interface TestMiner {
  readonly name: string;
  readonly key: Keypair;
  readonly axon: Axon;
  up: boolean;
}

type Forward = (question: Question, caller: string) => Promise<string>;

/** The language subnet on the real runtime, its neurons in this process: questions go through axons and dendrites, votes through calls. */
export class TestNetwork {
  readonly chain = new SubnetOnChain();
  readonly validators: TestValidator[] = [];
  readonly miners = new Map<string, TestMiner>();
  readonly #corpus: Corpus;

  private constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  /** A network with validators of these stakes, in alpha, and their permits. Miners come later. */
  static async create(corpus: Corpus, stakes: readonly number[], lanes = 32): Promise<TestNetwork> {
    const network = new TestNetwork(corpus);
    for (const [i, stake] of stakes.entries()) await network.#addValidator(`validator-${i}`, stake, lanes);
    network.chain.allowValidators(stakes.length);
    network.chain.nextEpoch();
    return network;
  }

  get permits(): Set<string> {
    return this.chain.permits;
  }

  addMiner(name: string, learner: ByteLearner): Promise<TestMiner> {
    const miner = new LanguageMiner(learner);
    return this.addAxon(name, (question, caller) => miner.predict(caller, question));
  }

  /** A miner that answers in any way. */
  async addAxon(name: string, forward: Forward): Promise<TestMiner> {
    const key = keypairFromUri(`//${name}`);
    this.chain.register(key, "Charlie");
    const axon = new Axon({ hotkey: key, port: 0, validators: () => this.permits });
    axon.attach(
      endpoint(
        Predict,
        async (question, caller) => ({ contexts: "", distributions: await forward(question, caller.hotkey) }),
        { validatorsOnly: true },
      ),
    );
    await axon.listen();
    const miner = { name, key, axon, up: true };
    this.miners.set(name, miner);
    return miner;
  }

  /** Rounds of every validator, one after the other, so that every run is the same. */
  async rounds(count: number): Promise<void> {
    for (let i = 0; i < count; i++) for (const validator of this.validators) await this.#round(validator);
  }

  /** Every validator votes, and an epoch passes. */
  epoch(): void {
    for (const { key, reader, vote } of this.validators) {
      const pay = vote?.() ?? reader.pay();
      this.chain.setWeights(key, pay.size > 0 ? pay : new Map([[this.chain.owner, 1]]));
    }
    this.chain.nextEpoch();
  }

  /** Share of all incentive that a miner has. */
  incentive(name: string): number {
    return this.chain.incentives()[this.uidOf(this.miners.get(name)!.key.address)]!;
  }

  gain(name: string, validator = 0): number {
    return this.validators[validator]!.reader.standing(this.miners.get(name)!.key.address)!.gain;
  }

  uidOf(address: string): number {
    return this.chain.uidOf(address);
  }

  async close(): Promise<void> {
    for (const { dendrite, reader } of this.validators) {
      dendrite.close();
      await reader.close();
    }
    await Promise.all([...this.miners.values()].map(({ axon }) => axon.close(0)));
  }

  async #round({ reader, dendrite }: TestValidator): Promise<void> {
    const byHotkey = new Map([...this.miners.values()].map((miner) => [miner.key.address, miner]));
    await reader.round([...byHotkey.keys()], async (hotkey, question): Promise<Reply> => {
      const miner = byHotkey.get(hotkey)!;
      if (!miner.up) return { status: 503 };
      const target = { hotkey, ip: miner.axon.address.host, port: miner.axon.address.port };
      const [answer] = await dendrite.query([target], Predict, question);
      return { status: answer!.status, distributions: answer!.values?.distributions, evidence: answer!.evidence };
    });
  }

  async #addValidator(name: string, stake: number, lanes: number): Promise<void> {
    const key = keypairFromUri(`//${name}`);
    this.chain.register(key, "Bob");
    this.chain.stake(key, "Bob", stake);
    const board = this.chain.board(key);
    const dir = await mkdtemp(join(tmpdir(), "language-"));
    const random = Random.fromSeed(name);
    const reader = await LanguageValidator.open({
      hotkey: key.address,
      corpus: this.#corpus,
      dir,
      maxLanes: lanes,
      random: () => random.float(),
      board: {
        read: async () => ours(await board.read()),
        publish: board.publish,
      },
    });
    this.validators.push({ name, key, reader, dir, dendrite: new Dendrite({ hotkey: key, requireSigned: true }) });
  }
}
