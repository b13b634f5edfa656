import { quantizeWeights } from "@myelin/client";
import type { Peer } from "@myelin/neuron";
import { encodeAddress, type Hex, type Keypair } from "@myelin/primitives";
import { S as Commitments } from "@myelin/runtime/pallets/commitments/storage";
import { mintAlphaOut } from "@myelin/runtime/pallets/subtensor/coinbase/alpha";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "@myelin/runtime/pallets/subtensor/staking/stake_utils";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { account, TestChain } from "@myelin/runtime/testing/harness";
import type { Board } from "../kit/chain.ts";
import { rawInfo } from "../kit/chain.ts";

/** One alpha, in rao. */
const ALPHA = 10n ** 9n;
const OWNER = "//subnet-owner";

/** The real chain in memory with one subnet on it, and what its neurons do there. Time passes when it is told to. */
export class SubnetOnChain {
  readonly #chain = new TestChain();
  readonly netuid: number;

  constructor() {
    this.#chain.nextBlock();
    this.#call(account("Alice"), "SubtensorModule", "register_network", { hotkey: account(OWNER.slice(2)) });
    [[this.netuid]] = this.#chain.eventsOf("SubtensorModule", "NetworkAdded") as [[number, number]];
    this.#call(account("Alice"), "SubtensorModule", "start_call", { netuid: this.netuid });
  }

  /** Address of the hotkey of the subnet's owner, whose emission the chain burns. */
  get owner(): string {
    return encodeAddress(account(OWNER.slice(2)));
  }

  /** Hotkeys that hold a validator permit. */
  get permits(): Set<string> {
    const permits = S.ValidatorPermit.get(this.#chain.ctx, this.netuid);
    return new Set(permits.flatMap((permit, uid) => (permit ? [this.addressOf(uid)] : [])));
  }

  /** Registers a neuron and returns its place. */
  register({ accountId, address }: Keypair, coldkey: string): number {
    const args = { netuid: this.netuid, hotkey: accountId };
    this.#call(account(coldkey), "SubtensorModule", "burned_register", args);
    this.#chain.nextBlock();
    return this.uidOf(address);
  }

  /** Gives a hotkey so much alpha. Not through the pool: its price rises with every buyer, and the shares must be the wanted ones. */
  stake({ accountId }: Keypair, coldkey: string, alpha: number): void {
    const amount = BigInt(Math.round(alpha)) * ALPHA;
    mintAlphaOut(this.#chain.ctx, this.netuid, amount);
    const { ctx } = this.#chain;
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, accountId, account(coldkey), this.netuid, amount);
  }

  /** At most so many neurons hold a permit, from the next epoch on. */
  allowValidators(count: number): void {
    S.MaxAllowedValidators.set(this.#chain.ctx, this.netuid, count);
  }

  setWeights({ accountId }: Keypair, votes: ReadonlyMap<string, number>): void {
    const byUid = new Map([...votes].map(([hotkey, score]) => [this.uidOf(hotkey), score]));
    const { dests, weights } = quantizeWeights(new Map([...byUid].filter(([uid]) => uid >= 0)));
    if (dests.length === 0) return;
    const args = { netuid: this.netuid, dests, weights, version_key: 0n };
    this.#call(accountId, "SubtensorModule", "set_weights", args);
  }

  /** Blocks go by until an epoch has run. */
  nextEpoch(): void {
    this.#chain.nextBlock(this.#chain.config.initialTempo + 1);
  }

  /** Each neuron's share of all incentive, by uid. */
  incentives(): number[] {
    const all = S.Incentive.get(this.#chain.ctx, this.netuid);
    const total = all.reduce((sum, each) => sum + each, 0);
    return all.map((each) => (total > 0 ? each / total : 0));
  }

  board({ accountId }: Keypair): Board {
    return {
      read: async () => this.#commitments(),
      publish: async (bytes) => {
        const args = { netuid: this.netuid, info: rawInfo(bytes) };
        this.#call(accountId, "Commitments", "set_commitment", args);
      },
    };
  }

  get peers(): Pick<Peer, "hotkey" | "registeredAt">[] {
    return this.#addresses().map((hotkey) => ({ hotkey, registeredAt: 0 }));
  }

  uidOf(address: string): number {
    return this.#addresses().indexOf(address);
  }

  addressOf(uid: number): string {
    return encodeAddress(S.Keys.get(this.#chain.ctx, this.netuid, uid) as Hex);
  }

  #addresses(): string[] {
    const count = S.SubnetworkN.get(this.#chain.ctx, this.netuid);
    return Array.from({ length: count }, (_, uid) => this.addressOf(uid));
  }

  #commitments(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    for (const hotkey of this.#addresses()) {
      const id = S.Keys.get(this.#chain.ctx, this.netuid, this.uidOf(hotkey)) as Hex;
      const field = Commitments.CommitmentOf.get(this.#chain.ctx, this.netuid, id)?.info.fields[0];
      if (field !== undefined && "value" in field) found.set(hotkey, field.value as Uint8Array);
    }
    return found;
  }

  #call(who: Hex, pallet: string, name: string, args: Record<string, unknown>): void {
    this.#chain.call({ type: "Signed", account: who }, pallet, name, args);
  }
}
