import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Axon, Dendrite, endpoint, type Target } from "@myelin/neuron";
import { Scores } from "@myelin/neuron/loop/scores";
import { type Keypair, keypairFromUri } from "@myelin/primitives";
import { seededChance } from "./kit/chance.ts";
import type { MinerDefinition, MinerParts } from "./kit/miner.ts";
import { playRound, type Result, scoresOf, votes } from "./kit/round.ts";
import type { Place } from "./kit/run-options.ts";
import type { ValidatorDefinition, ValidatorParts } from "./kit/validator.ts";
import { SubnetOnChain } from "./testing/subnet-chain.ts";

export interface TestSubnetOptions {
  readonly validator: ValidatorDefinition;
  /** Miners by name. */
  readonly miners: Readonly<Record<string, MinerDefinition>>;
  /** Stake of each validator, in alpha. Three by default, none with most of it. */
  readonly stakes?: readonly number[];
  /** The author's own options, as from `--set name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Random numbers that neurons draw come from this text. */
  readonly seed?: string;
}

interface TestMiner {
  readonly key: Keypair;
  readonly parts: MinerParts;
  readonly axon: Axon;
}

interface TestValidator {
  readonly key: Keypair;
  readonly parts: ValidatorParts;
  readonly dendrite: Dendrite;
  readonly scores: Scores;
  last: readonly Result[];
}

/**
 * A subnet in this process, for tests: the real chain in memory, real signed requests over HTTP between neurons that are made as on a
 * network, votes by real calls, real epochs. Rounds and epochs happen when they are told to, validators in turn, and `random` draws
 * the same numbers each time: runs are short and go the same way.
 *
 * @example
 * ```ts
 * const subnet = await TestSubnet.open({ validator, miners: { good: miner, lazy } });
 * await subnet.rounds(10);
 * subnet.epoch();
 * console.log(subnet.incentive("good"));
 * await subnet.close();
 * ```
 */
export class TestSubnet {
  readonly #chain = new SubnetOnChain();
  readonly #stop = new AbortController();
  readonly #options: TestSubnetOptions;
  readonly #dir: string;
  readonly #validators: TestValidator[] = [];
  readonly #miners = new Map<string, TestMiner>();
  #round = 0;

  private constructor(options: TestSubnetOptions, dir: string) {
    this.#options = options;
    this.#dir = dir;
  }

  /** Opens a subnet whose validators hold their permits, and whose miners serve. */
  static async open(options: TestSubnetOptions): Promise<TestSubnet> {
    const subnet = new TestSubnet(options, await mkdtemp(join(tmpdir(), "myelin-subnet-")));
    try {
      const { stakes = [400, 350, 300], miners } = options;
      for (const [i, stake] of stakes.entries()) await subnet.#addValidator(`validator-${i}`, stake);
      subnet.#chain.allowValidators(stakes.length);
      subnet.#chain.nextEpoch();
      for (const [name, miner] of Object.entries(miners)) await subnet.addMiner(name, miner);
      return subnet;
    } catch (error) {
      await subnet.close();
      throw error;
    }
  }

  /** Registers one more miner, which serves from now on. */
  async addMiner(name: string, definition: MinerDefinition): Promise<void> {
    const key = keypairFromUri(`//miner/${name}`);
    this.#chain.register(key, "Charlie");
    const parts = await definition.open(this.#place(name, key));
    const axon = new Axon({ hotkey: key, port: 0, validators: () => this.#chain.permits });
    axon.attach(
      endpoint(definition.task.synapse, (values, caller) => parts.answer(values, caller), { validatorsOnly: true }),
    );
    for (const other of parts.others ?? []) axon.attach(other);
    await axon.listen();
    this.#miners.set(name, { key, parts, axon });
  }

  /** So many rounds of every validator. */
  async rounds(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.#round++;
      for (const validator of this.#validators) await this.#play(validator);
    }
  }

  /** Every validator votes, and an epoch pays. */
  epoch(): void {
    for (const { key, parts, scores } of this.#validators) {
      const about = { scored: this.#round > 0, owner: this.#chain.owner };
      this.#chain.setWeights(key, votes(parts, scores.byHotkey(), about));
    }
    this.#chain.nextEpoch();
  }

  /** A miner's share of all incentive in the last epoch, 0 to 1. */
  incentive(miner: string): number {
    return this.#chain.incentives()[this.#chain.uidOf(this.#miner(miner).key.address)] ?? 0;
  }

  /** What came of a miner's answer in a validator's last round. */
  result(miner: string, validator = 0): Result | undefined {
    const { address } = this.#miner(miner).key;
    return this.#validators[validator]?.last.find(({ hotkey }) => hotkey === address);
  }

  /** Address of a miner's hotkey. */
  hotkey(miner: string): string {
    return this.#miner(miner).key.address;
  }

  /** What the validators have published on chain, by address. */
  commitments(): Promise<Map<string, Uint8Array>> {
    return this.#chain.board(this.#validators[0]!.key).read();
  }

  /** JSON of a page of a validator. */
  page(path: string, validator = 0): unknown {
    const page = this.#validators[validator]?.parts.pages?.find((each) => each.path === path);
    return page !== undefined && "json" in page ? JSON.parse(page.json()) : undefined;
  }

  /** Ends all neurons and removes what they wrote. */
  async close(): Promise<void> {
    this.#stop.abort();
    for (const { parts, dendrite } of this.#validators) {
      dendrite.close();
      await parts.close?.();
    }
    for (const { parts, axon } of this.#miners.values()) {
      await axon.close(0);
      await parts.close?.();
    }
    await rm(this.#dir, { recursive: true, force: true });
  }

  async #addValidator(name: string, stake: number): Promise<void> {
    const key = keypairFromUri(`//${name}`);
    this.#chain.register(key, "Bob");
    this.#chain.stake(key, "Bob", stake);
    const { open, pace } = this.#options.validator;
    const parts = await open(this.#place(name, key));
    const dendrite = new Dendrite({ hotkey: key });
    this.#validators.push({ key, parts, dendrite, scores: new Scores(pace.smoothing), last: [] });
  }

  async #play(validator: TestValidator): Promise<void> {
    const { task, pace } = this.#options.validator;
    const { parts, dendrite, scores } = validator;
    const targets = [...this.#miners.values()].map(({ key, axon }) => {
      const { host: ip, port } = axon.address;
      return { hotkey: key.address, uid: this.#chain.uidOf(key.address), ip, port } as Target;
    });
    const miners = targets.map(({ hotkey }) => hotkey);
    const info = { number: this.#round, miners, signal: this.#stop.signal };
    validator.last = await playRound(task, parts, info, { targets, dendrite, timeout: pace.answerSeconds });
    scores.update(scoresOf(validator.last), this.#chain.peers);
  }

  #place(name: string, key: Keypair): Place {
    return {
      hotkey: key.address,
      netuid: this.#chain.netuid,
      dir: join(this.#dir, name),
      settings: this.#options.settings ?? {},
      board: this.#chain.board(key),
      random: seededChance(`${this.#options.seed ?? "test"}/${name}`),
      signal: this.#stop.signal,
      report: () => {},
    };
  }

  #miner(name: string): TestMiner {
    const miner = this.#miners.get(name);
    if (miner === undefined) throw new RangeError(`There is no miner "${name}" on this subnet.`);
    return miner;
  }
}
