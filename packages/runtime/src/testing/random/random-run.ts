/** A network under random operations of many accounts; the same seed gives the same run. */
import { type AccountId, type CallValue, IMMORTAL, TransactionValidityError } from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, type Hex, toHex } from "@myelin/primitives/hex";
import { developmentGenesis } from "../../genesis.ts";
import { freeBalance } from "../../pallets/balances/balances.ts";
import { getAllSubnetNetuids } from "../../pallets/subtensor/subnets/subnet.ts";
import { accountNonce } from "../../pallets/system/accounts.ts";
import { account, callOf, id, TestChain } from "../harness.ts";
import { CallMaker, type Cast } from "./calls.ts";
import { type Focus, randomFocus } from "./focus.ts";
import { Random } from "./random.ts";
import { type BlockFacts, type Supply, supplyFaults, supplyOf } from "./supply.ts";

const COLDKEYS = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "Two", "Three"];
const HOTKEYS = 24;
const OPERATIONS_PER_BLOCK = 6;
const NO_SIGNATURE = { type: "Sr25519", value: new Uint8Array(64) } as const;

/** Calls that keep a network going: half of all operations. */
const BUSY = [
  "SubtensorModule.register_network",
  "SubtensorModule.start_call",
  "SubtensorModule.burned_register",
  "SubtensorModule.root_register",
  "SubtensorModule.add_stake",
  "SubtensorModule.remove_stake",
  "SubtensorModule.set_weights",
  "Balances.transfer_allow_death",
].flatMap((name) => (/stake|weights|burned_register/.test(name) ? [name, name, name] : [name]));

/** Calls of hotkeys; all others are made by coldkeys. */
const BY_HOTKEY = /\.(set_weights|set_mechanism_weights|commit_|reveal_|serve_|set_commitment)/;
/** Calls that mostly fail unless root makes them. */
const BY_ROOT =
  /sudo_set|^Swap\.|dissolve_network|dispatch_as|with_weight|\.(force|set_max_space|set_pending_childkey_cooldown)/;

/** Calls that bring in keys that are not there yet. */
const GROWING = /register_network|root_register/;
const TREASURY = "Treasury";
const LITTLE = 10n ** 12n;
const MUCH = 10n ** 14n;

/** Raised when a block breaks the supply; says the seed, the block and what is wrong. */
export class SupplyError extends Error {}

export class RandomRun {
  readonly chain: TestChain;
  readonly #seed: number;
  readonly #random: Random;
  readonly #cast: Cast;
  readonly #calls: CallMaker;
  readonly #succeeded = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  #supply: Supply;
  #root: Hex = toHex(new Uint8Array(32));

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.chain = new TestChain({
      genesis: developmentGenesis({ accounts: { [account(TREASURY)]: 10n ** 16n } }),
      config: {
        initialTempo: 5,
        minTempo: 1,
        weightsSetRateLimit: 0n,
        initialNetworkImmunityPeriod: 30n,
        initialNetworkMinLockCost: 10n ** 10n,
        newSubnetImmunityPeriod: 5,
        newSubnetMaxAllowedUids: 16,
        newSubnetBurn: 10n ** 6n,
        minNonImmuneUids: 1,
        subnetLimit: 5,
        blockHashCount: 16,
      },
    });
    this.#cast = {
      coldkeys: COLDKEYS.map(account),
      hotkeys: Array.from({ length: HOTKEYS }, (_, i) => hotkey(i)),
      netuids: () => getAllSubnetNetuids(this.chain.ctx),
    };
    this.#calls = new CallMaker(this.chain.runtime, this.#random, this.#cast);
    this.#supply = supplyOf(this.chain.ctx);
  }

  /** Names of all calls that take part. */
  get names(): readonly string[] {
    return this.#calls.names;
  }

  /** Times each call succeeded. */
  get succeeded(): ReadonlyMap<string, number> {
    return this.#succeeded;
  }

  /** How operations ended: `ok`, an error's name, or why the pool would refuse them. */
  get outcomes(): ReadonlyMap<string, number> {
    return this.#outcomes;
  }

  /** Stands for the state root: a hash over all changes of all blocks so far. */
  get root(): Hex {
    return this.#root;
  }

  /** One block of random operations. @throws SupplyError */
  block(): void {
    this.#topUp();
    for (let i = 0; i < OPERATIONS_PER_BLOCK; i++) this.#operate();
    this.#check();
    this.chain.nextBlock(1, (changes) => {
      const entries = [...changes].sort(([a], [b]) => (a < b ? -1 : 1));
      const parts = entries.flatMap(([key, value]) => [utf8(key), value ?? new Uint8Array()]);
      this.#root = toHex(blake2b256(concat(fromHex(this.#root), ...parts)));
    });
    this.#check();
  }

  #operate(): void {
    const name = this.#random.chance(50) ? this.#random.pick(BUSY) : this.#random.pick(this.names);
    const focus =
      this.#random.chance(80) && !GROWING.test(name) ? randomFocus(this.chain.ctx, this.#random) : undefined;
    const call = this.#calls.make(name, focus);
    const byRoot = BY_ROOT.test(name) && this.#random.chance(60);
    const signer = byRoot ? this.#cast.coldkeys[0]! : this.#signerOf(name, focus);
    const outcome = this.#apply(signer, byRoot ? callOf("Sudo", "sudo", { call }) : call);
    count(this.#outcomes, outcome);
    if (outcome === "ok" && (!byRoot || this.#sudoSucceeded())) count(this.#succeeded, name);
  }

  #signerOf(name: string, focus: Focus | undefined): AccountId {
    if (name.startsWith("Sudo.")) return this.#cast.coldkeys[0]!;
    const byHotkey = BY_HOTKEY.test(name);
    if (focus) return byHotkey ? focus.hotkey : focus.coldkey;
    return this.#random.pick(byHotkey ? this.#cast.hotkeys : this.#cast.coldkeys);
  }

  /** Whoever has little receives much, so that the run goes on. */
  #topUp(): void {
    for (const coldkey of this.#cast.coldkeys) {
      if (freeBalance(this.chain.ctx, coldkey) > LITTLE) continue;
      this.#apply(account(TREASURY), callOf("Balances", "transfer_keep_alive", { dest: id(coldkey), value: MUCH }));
    }
  }

  #apply(signer: AccountId, call: CallValue): string {
    const { chain } = this;
    const nonce = accountNonce(chain.ctx, signer);
    const extra = [{}, {}, {}, {}, IMMORTAL, nonce, {}, 0n, {}, {}, {}, {}, { mode: "Disabled" }];
    try {
      const result = chain.apply(chain.runtime.encodeSigned(call, id(signer), NO_SIGNATURE, extra));
      return result.ok ? "ok" : chain.errorName(result);
    } catch (error) {
      if (error instanceof TransactionValidityError) return error.message;
      throw error;
    }
  }

  #sudoSucceeded(): boolean {
    const results = this.chain.eventsOf("Sudo", "Sudid") as { sudo_result: { ok: boolean } }[];
    return results.at(-1)?.sudo_result.ok === true;
  }

  #check(): void {
    const faults = supplyFaults(this.chain.ctx, this.#supply, this.#facts());
    if (faults.length > 0) {
      throw new SupplyError(`seed ${this.#seed}, block ${this.chain.number}: ${faults.join("; ")}`);
    }
    this.#supply = supplyOf(this.chain.ctx);
  }

  #facts(): BlockFacts {
    const { chain } = this;
    const amounts = ["DustLost", "Burned"].flatMap((name) => chain.eventsOf("Balances", name) as { amount: bigint }[]);
    const added = chain.eventsOf("SubtensorModule", "NetworkAdded") as [number, number][];
    const removed = chain.eventsOf("SubtensorModule", "NetworkRemoved") as number[];
    return {
      unheard: amounts.reduce((total, { amount }) => total + amount, 0n),
      rebuilt: new Set([...added.map(([netuid]) => netuid), ...removed]),
    };
  }
}

const hotkey = (index: number): AccountId => toHex(blake2b256(utf8(`hotkey ${index}`)));

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
