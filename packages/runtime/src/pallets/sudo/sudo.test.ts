import { signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { freeBalance } from "../balances/balances.ts";
import { S as System } from "../system/storage.ts";

const [ALICE, BOB, DAVE] = [account("Alice"), account("Bob"), account("Dave")];
const send = (value: bigint) => callOf("Balances", "transfer_keep_alive", { dest: id(BOB), value });

let chain: TestChain;
let rich: bigint;
beforeEach(() => {
  chain = new TestChain();
  rich = freeBalance(chain.ctx, BOB);
});

const gained = () => freeBalance(chain.ctx, BOB) - rich;

describe("sudo (substrate/frame/sudo/src/lib.rs)", () => {
  const setBalance = callOf("Balances", "force_set_balance", { who: id(DAVE), new_free: 900n });

  it("makes its key root, tells the result, and costs nothing", () => {
    const post = chain.call(signed(ALICE), "Sudo", "sudo", { call: setBalance });
    expect(post.paysFee).toBe(false);
    expect(freeBalance(chain.ctx, DAVE)).toBe(900n);
    chain.call(signed(ALICE), "Sudo", "sudo", { call: callOf("Timestamp", "set", { now: 1n }) });
    expect(chain.eventsOf("Sudo", "Sudid")).toEqual([
      { sudo_result: { ok: true, value: undefined } },
      { sudo_result: { ok: false, error: { type: "BadOrigin" } } },
    ]);
  });

  it("is refused to others", () => {
    for (const [name, args] of [
      ["sudo", { call: setBalance }],
      ["sudo_unchecked_weight", { call: setBalance, weight: { ref_time: 1n, proof_size: 0n } }],
      ["sudo_as", { who: id(ALICE), call: setBalance }],
      ["set_key", { new: id(BOB) }],
      ["remove_key", {}],
    ] as const) {
      expect(chain.failure(signed(BOB), "Sudo", name, args)).toBe("Sudo.RequireSudo");
    }
  });

  it("acts as others", () => {
    chain.call(signed(ALICE), "Sudo", "sudo_as", { who: id(DAVE), call: send(10n) });
    expect(gained()).toBe(10n);
    expect(System.Account.get(chain.ctx, DAVE).nonce).toBe(0);
  });

  it("changes hands, and ends", () => {
    chain.call(signed(ALICE), "Sudo", "set_key", { new: id(BOB) });
    expect(chain.eventsOf("Sudo", "KeyChanged")).toEqual([{ old: ALICE, new: BOB }]);
    expect(chain.failure(signed(ALICE), "Sudo", "sudo", { call: setBalance })).toBe("Sudo.RequireSudo");
    chain.call(signed(BOB), "Sudo", "remove_key");
    expect(chain.failure(signed(BOB), "Sudo", "sudo", { call: setBalance })).toBe("Sudo.RequireSudo");
  });
});
