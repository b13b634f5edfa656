import { signed } from "@myelin/frame";
import { keypairFromUri } from "@myelin/primitives/keys";
import { encodeAddress } from "@myelin/primitives/ss58";
import { describe, expect, it } from "vitest";
import { authorityKeys, developmentGenesis, genesisFromJson, genesisToJson } from "./genesis.ts";
import { S as Aura } from "./pallets/aura/storage.ts";
import { freeBalance, totalIssuance } from "./pallets/balances/balances.ts";
import { S as Grandpa } from "./pallets/grandpa/index.ts";
import { S as Subtensor } from "./pallets/subtensor/storage.ts";
import { S as Sudo } from "./pallets/sudo/storage.ts";
import { S as System } from "./pallets/system/storage.ts";
import { account, id, TestChain } from "./testing/harness.ts";

const TAO = 1_000_000_000n;

describe("the development network (node/src/chain_spec/localnet.rs)", () => {
  const genesis = developmentGenesis();

  it("funds the well-known accounts", () => {
    const free = new Map(genesis.balances.map((entry) => [entry.account, entry.free]));
    expect(free.size).toBe(11);
    expect(free.get(account("Alice"))).toBe(1_000_000n * TAO);
    expect(free.get(account("Three"))).toBe(2_000n * TAO);
  });

  it("takes further accounts, which win over the well-known ones", () => {
    const mine = keypairFromUri("//mine");
    const own = developmentGenesis({ accounts: { [mine.address]: 7n * TAO, [account("Alice")]: 1n * TAO } });
    const free = new Map(own.balances.map((entry) => [entry.account, entry.free]));
    expect(free.get(mine.accountId)).toBe(7n * TAO);
    expect(free.get(account("Alice"))).toBe(TAO);
  });

  it("survives being written to a file", () => {
    const json = JSON.parse(JSON.stringify(genesisToJson(genesis)));
    expect(genesisFromJson(json)).toEqual(genesis);
    expect(json.sudoKey).toBe("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
  });

  it.each([
    ["GENESIS_ADDRESS", () => developmentGenesis({ accounts: { "5nonsense": 1n } })],
    ["GENESIS_AMOUNT", () => developmentGenesis({ accounts: { [encodeAddress(account("Alice"))]: 0n } })],
    ["GENESIS_AMOUNT", () => developmentGenesis({ accounts: { [account("Alice")]: 1n << 64n } })],
    ["GENESIS_AUTHORITIES", () => developmentGenesis({ authorities: [] })],
    [
      "GENESIS_AMOUNT",
      () => genesisFromJson({ balances: { [account("Bob")]: "1.5" }, authorities: genesis.authorities }),
    ],
    [
      "GENESIS_DUPLICATE",
      () =>
        genesisFromJson({
          balances: { [account("Bob")]: "1000", [encodeAddress(account("Bob"))]: "1000" },
          authorities: genesis.authorities,
        }),
    ],
  ])("says what is wrong: %s", (code, make) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});

describe("the first state", () => {
  const chain = new TestChain();

  it("knows its validators and its sudo key", () => {
    const keys = authorityKeys("//One");
    expect(Aura.Authorities.get(chain.ctx)).toEqual([keys.aura]);
    expect(Grandpa.Authorities.get(chain.ctx)).toEqual([[keys.grandpa, 1n]]);
    expect(Sudo.Key.get(chain.ctx)).toBe(account("Alice"));
    expect(System.LastRuntimeUpgrade.get(chain.ctx)).toEqual({ spec_version: 425, spec_name: "node-subtensor" });
  });

  it("has the root network and subnet 1, whose pool is really there", () => {
    const state = new TestChain();
    const first = <T>(work: (ctx: TestChain["ctx"]) => T): T =>
      state.runtime.query(state.state, { number: 0, parentHash: state.genesisHash }, work);
    first((ctx) => {
      expect(Subtensor.TotalNetworks.get(ctx)).toBe(2);
      expect(Subtensor.SubnetTAO.get(ctx, 1)).toBe(10n * TAO);
      expect(Subtensor.SubnetworkN.get(ctx, 1)).toBe(1);
      expect(Subtensor.SubtokenEnabled.get(ctx, 1)).toBe(false);
      let sum = 0n;
      for (const [, info] of System.Account.entries(ctx)) sum += info.data.free;
      expect(sum).toBe(totalIssuance(ctx));
      expect(Subtensor.TotalIssuance.get(ctx)).toBe(sum);
    });
  });

  it("lets its accounts act", () => {
    const [alice, bob] = [account("Alice"), account("Bob")];
    const before = freeBalance(chain.ctx, bob);
    chain.call(signed(alice), "Balances", "transfer_keep_alive", { dest: id(bob), value: TAO });
    chain.nextBlock();
    expect(freeBalance(chain.ctx, bob)).toBe(before + TAO);
  });
});
