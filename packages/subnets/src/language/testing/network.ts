import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quantizeWeights } from "@myelin/client";
import { Random } from "@myelin/learning";
import { Axon, Dendrite, endpoint } from "@myelin/neuron";
import { encodeAddress, type Hex, type Keypair, keypairFromUri } from "@myelin/primitives";
import { S as Commitments } from "@myelin/runtime/pallets/commitments/storage";
import { mintAlphaOut } from "@myelin/runtime/pallets/subtensor/coinbase/alpha";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "@myelin/runtime/pallets/subtensor/staking/stake_utils";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { account, TestChain } from "@myelin/runtime/testing/harness";
import type { Commitment } from "../commitment.ts";
import { decodeCommitment } from "../commitment.ts";
import { type ByteLearner, LanguageMiner } from "../miner.ts";
import { Predict, type Question } from "../protocol.ts";
import type { Corpus } from "../text.ts";
import { LanguageValidator, type Reply } from "../validator.ts";

/** One alpha, in rao. */
const ALPHA = 10n ** 9n;

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
  readonly chain = new TestChain();
  readonly netuid: number;
  readonly validators: TestValidator[] = [];
  readonly miners = new Map<string, TestMiner>();
  readonly #corpus: Corpus;

  private constructor(corpus: Corpus) {
    this.#corpus = corpus;
    this.chain.nextBlock();
    this.#call(account("Alice"), "SubtensorModule", "register_network", { hotkey: account("owner") });
    [[this.netuid]] = this.chain.eventsOf("SubtensorModule", "NetworkAdded") as [[number, number]];
    this.#call(account("Alice"), "SubtensorModule", "start_call", { netuid: this.netuid });
  }

  /** A network with validators of these stakes, in alpha, and their permits. Miners come later. */
  static async create(corpus: Corpus, stakes: readonly number[], lanes = 32): Promise<TestNetwork> {
    const network = new TestNetwork(corpus);
    for (const [i, stake] of stakes.entries()) await network.#addValidator(`validator-${i}`, stake, lanes);
    S.MaxAllowedValidators.set(network.chain.ctx, network.netuid, stakes.length);
    network.chain.nextBlock(network.chain.config.initialTempo + 1);
    return network;
  }

  get permits(): Set<string> {
    const permits = S.ValidatorPermit.get(this.chain.ctx, this.netuid);
    return new Set(permits.flatMap((permit, uid) => (permit ? [this.#address(uid)] : [])));
  }

  addMiner(name: string, learner: ByteLearner): Promise<TestMiner> {
    const miner = new LanguageMiner(learner);
    return this.addAxon(name, (question, caller) => miner.predict(caller, question));
  }

  /** A miner that answers in any way. */
  async addAxon(name: string, forward: Forward): Promise<TestMiner> {
    const key = keypairFromUri(`//${name}`);
    this.#register("Charlie", key);
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
      const votes = pay.size > 0 ? pay : new Map([[encodeAddress(account("owner")), 1]]);
      const scores = new Map([...votes].map(([hotkey, score]) => [this.uidOf(hotkey), score]));
      const { dests, weights } = quantizeWeights(scores);
      this.#call(key.accountId, "SubtensorModule", "set_weights", {
        netuid: this.netuid,
        dests,
        weights,
        version_key: 0n,
      });
    }
    this.chain.nextBlock(this.chain.config.initialTempo + 1);
  }

  /** Share of all incentive that a miner has. */
  incentive(name: string): number {
    const all = S.Incentive.get(this.chain.ctx, this.netuid);
    const total = all.reduce((sum, each) => sum + each, 0);
    return all[this.uidOf(this.miners.get(name)!.key.address)]! / total;
  }

  gain(name: string, validator = 0): number {
    return this.validators[validator]!.reader.standing(this.miners.get(name)!.key.address)!.gain;
  }

  uidOf(address: string): number {
    const count = S.SubnetworkN.get(this.chain.ctx, this.netuid);
    return Array.from({ length: count }, (_, uid) => this.#address(uid)).indexOf(address);
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
    const { netuid } = this;
    this.#register("Bob", key);
    // Not through the pool: its price rises with every buyer, and the shares of the stake must be the wanted ones.
    mintAlphaOut(this.chain.ctx, netuid, BigInt(stake) * ALPHA);
    increaseStakeForHotkeyAndColdkeyOnSubnet(
      this.chain.ctx,
      key.accountId,
      account("Bob"),
      netuid,
      BigInt(stake) * ALPHA,
    );
    const dir = await mkdtemp(join(tmpdir(), "language-"));
    const random = Random.fromSeed(name);
    const reader = await LanguageValidator.open({
      hotkey: key.address,
      corpus: this.#corpus,
      dir,
      maxLanes: lanes,
      random: () => random.float(),
      board: {
        read: async () => this.commitments(),
        publish: async (bytes) => {
          const info = { fields: [{ type: `Raw${bytes.length}`, value: bytes }] };
          this.#call(key.accountId, "Commitments", "set_commitment", { netuid, info });
        },
      },
    });
    this.validators.push({ name, key, reader, dir, dendrite: new Dendrite({ hotkey: key, requireSigned: true }) });
  }

  commitments(): Map<string, Commitment> {
    const found = new Map<string, Commitment>();
    for (const { key } of this.validators) {
      const field = Commitments.CommitmentOf.get(this.chain.ctx, this.netuid, key.accountId)?.info.fields[0];
      const commitment =
        field !== undefined && "value" in field ? decodeCommitment(field.value as Uint8Array) : undefined;
      if (commitment !== undefined) found.set(key.address, commitment);
    }
    return found;
  }

  #register(coldkey: string, { accountId }: Keypair): void {
    this.#call(account(coldkey), "SubtensorModule", "burned_register", { netuid: this.netuid, hotkey: accountId });
    this.chain.nextBlock();
  }

  #address(uid: number): string {
    return encodeAddress(S.Keys.get(this.chain.ctx, this.netuid, uid) as Hex);
  }

  #call(who: Hex, pallet: string, name: string, args: Record<string, unknown>): void {
    this.chain.call({ type: "Signed", account: who }, pallet, name, args);
  }
}
