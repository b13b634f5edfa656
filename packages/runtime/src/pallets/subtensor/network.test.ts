import type { AccountId } from "@myelin/frame";
import { describe, expect, it } from "vitest";
import { account, TestChain } from "../../testing/harness.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./staking/stake_utils.ts";
import { S } from "./storage.ts";

const signed = (who: AccountId) => ({ type: "Signed", account: who }) as const;
const [alice, bob, charlie] = ["Alice", "Bob", "Charlie"].map(account) as [AccountId, AccountId, AccountId];
const [ownerHotkey, validator, miner] = ["owner", "validator", "miner"].map(account) as [
  AccountId,
  AccountId,
  AccountId,
];

describe("a subnet from its registration to its first reward", () => {
  it("pays the miner its validator gave weight, by calls alone", () => {
    const chain = new TestChain();
    const call = (who: AccountId, name: string, args: Record<string, unknown>) =>
      chain.call(signed(who), "SubtensorModule", name, args);
    chain.nextBlock();
    call(alice, "register_network", { hotkey: ownerHotkey });
    const [[netuid]] = chain.eventsOf("SubtensorModule", "NetworkAdded") as [[number, number]];
    call(alice, "start_call", { netuid });
    call(bob, "burned_register", { netuid, hotkey: validator });
    call(charlie, "burned_register", { netuid, hotkey: miner });
    call(bob, "add_stake", { hotkey: validator, netuid, amount_staked: 500n * 10n ** 9n });
    const uid = (hotkey: AccountId) => S.Uids.get(chain.ctx, netuid, hotkey)!;
    // The first epoch gives the validator its permit, the second counts its weights.
    chain.nextBlock(chain.config.initialTempo + 1);
    expect(S.ValidatorPermit.get(chain.ctx, netuid)[uid(validator)]).toBe(true);
    chain.call(signed(validator), "SubtensorModule", "set_weights", {
      netuid,
      dests: [uid(miner)],
      weights: [65_535],
      version_key: 0n,
    });
    chain.nextBlock(chain.config.initialTempo + 1);
    expect(S.Incentive.get(chain.ctx, netuid)[uid(miner)]).toBe(65_535);
    expect(getStakeForHotkeyAndColdkeyOnSubnet(chain.ctx, miner, charlie, netuid)).toBeGreaterThan(10n ** 9n);
    expect(S.SubnetTaoInEmission.get(chain.ctx, netuid) + S.SubnetExcessTao.get(chain.ctx, netuid)).toBeGreaterThan(0n);
    expect(S.SubnetMovingPrice.get(chain.ctx, netuid)).toBeGreaterThan(0n);
  });
});
