import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { freeBalance, mintInto } from "../balances/balances.ts";
import { fundsAccount } from "./crowdloans.ts";
import { S } from "./storage.ts";

const TAO = 10n ** 9n;
const [creator, bob, carol, target] = ["Alice", "Bob", "Charlie", "target"].map(account) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
];
const FUNDS = fundsAccount(0);

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const plan = (args = {}) => ({
  deposit: 10n * TAO,
  min_contribution: TAO,
  cap: 100n * TAO,
  end: chain.number + 60,
  call: undefined,
  target_address: target,
  ...args,
});
const of = (args = {}) => ({ crowdloan_id: 0, ...args });
const call = (name: string, args: Record<string, unknown>, who = creator) =>
  chain.call(signed(who), "Crowdloan", name, args);
const failure = (name: string, args: Record<string, unknown>, who = creator) =>
  chain.failure(signed(who), "Crowdloan", name, args)?.replace("Crowdloan.", "");
const loan = () => S.Crowdloans.get(chain.ctx, 0)!;
const give = (who: AccountId, tao: bigint) => call("contribute", of({ amount: tao * TAO }), who);

describe("crowdloans (pallets/crowdloan/src/lib.rs)", () => {
  it("begin with the creator's deposit, on an account of their own", () => {
    const before = freeBalance(chain.ctx, creator);
    call("create", plan());
    // "modl" "bt/cloan" 0u32, padded.
    expect(FUNDS).toBe(`0x6d6f646c62742f636c6f616e${"00".repeat(20)}`);
    expect(freeBalance(chain.ctx, FUNDS)).toBe(10n * TAO);
    expect(before - freeBalance(chain.ctx, creator)).toBe(10n * TAO);
    expect(loan()).toMatchObject({ raised: 10n * TAO, contributors_count: 1, funds_account: FUNDS, finalized: false });
    expect(S.NextCrowdloanId.get(chain.ctx)).toBe(1);
    expect(chain.eventsOf("Crowdloan", "Created")).toEqual([
      { crowdloan_id: 0, creator, end: chain.number + 60, cap: 100n * TAO },
    ]);
  });

  it("are refused in the pallet's order", () => {
    expect(failure("create", plan({ deposit: 10n * TAO - 1n }))).toBe("DepositTooLow");
    expect(failure("create", plan({ cap: 10n * TAO }))).toBe("CapTooLow");
    expect(failure("create", plan({ min_contribution: TAO / 10n - 1n }))).toBe("MinimumContributionTooLow");
    expect(failure("create", plan({ target_address: undefined }))).toBe("InvalidFinalizationConfig");
    const remark = callOf("System", "remark", { remark: new Uint8Array() });
    expect(failure("create", plan({ call: remark }))).toBe("InvalidFinalizationConfig");
    expect(failure("create", plan({ end: chain.number }))).toBe("CannotEndInPast");
    expect(failure("create", plan({ end: chain.number + 49 }))).toBe("BlockDurationTooShort");
    expect(failure("create", plan({ end: chain.number + 20_001 }))).toBe("BlockDurationTooLong");
    const poor = account("poor");
    expect(failure("create", plan(), poor)).toBe("InsufficientBalance");
    expect(failure("contribute", of({ amount: TAO }))).toBe("InvalidCrowdloanId");
  });

  it("take contributions up to the cap and no more", () => {
    call("create", plan());
    expect(failure("contribute", of({ amount: TAO - 1n }), bob)).toBe("ContributionTooLow");
    give(bob, 30n);
    give(bob, 5n);
    expect(S.Contributions.get(chain.ctx, 0, bob)).toBe(35n * TAO);
    expect(loan()).toMatchObject({ raised: 45n * TAO, contributors_count: 2 });
    const before = freeBalance(chain.ctx, carol);
    give(carol, 200n);
    expect(before - freeBalance(chain.ctx, carol)).toBe(55n * TAO);
    expect(chain.eventsOf("Crowdloan", "Contributed").at(-1)).toEqual({
      crowdloan_id: 0,
      contributor: carol,
      amount: 55n * TAO,
    });
    expect(failure("contribute", of({ amount: TAO }), bob)).toBe("CapRaised");
    S.Crowdloans.set(chain.ctx, 0, { ...loan(), end: chain.number });
    expect(failure("contribute", of({ amount: TAO }), bob)).toBe("ContributionPeriodEnded");
  });

  it("hold each contributor to the largest contribution, and to five hundred of them", () => {
    call("create", plan());
    call("set_max_contribution", of({ new_max_contribution: 20n * TAO }));
    give(bob, 15n);
    give(bob, 15n);
    expect(S.Contributions.get(chain.ctx, 0, bob)).toBe(20n * TAO);
    expect(failure("contribute", of({ amount: TAO }), bob)).toBe("MaxContributionReached");
    S.Crowdloans.set(chain.ctx, 0, { ...loan(), contributors_count: 500 });
    expect(failure("contribute", of({ amount: TAO }), carol)).toBe("MaxContributorsReached");
  });

  it("give contributions back, but not the creator's deposit", () => {
    call("create", plan());
    give(bob, 5n);
    give(creator, 7n);
    const before = freeBalance(chain.ctx, bob);
    call("withdraw", of(), bob);
    expect(freeBalance(chain.ctx, bob) - before).toBe(5n * TAO);
    expect(failure("withdraw", of(), bob)).toBe("NoContribution");
    call("withdraw", of());
    expect(loan()).toMatchObject({ raised: 10n * TAO, contributors_count: 1 });
    expect(failure("withdraw", of())).toBe("DepositCannotBeWithdrawn");
  });

  it("pay their target once the cap is raised", () => {
    call("create", plan());
    expect(failure("finalize", of())).toBe("CapNotRaised");
    give(bob, 90n);
    expect(failure("finalize", of(), bob)).toBe("InvalidOrigin");
    call("finalize", of());
    expect(freeBalance(chain.ctx, target)).toBe(100n * TAO);
    expect(loan().finalized).toBe(true);
    for (const name of ["finalize", "withdraw", "refund", "dissolve"]) {
      expect(failure(name, of())).toBe("AlreadyFinalized");
    }
    expect(failure("update_cap", of({ new_cap: 200n * TAO }))).toBe("AlreadyFinalized");
  });

  it("dispatch their call for the creator, who sees which crowdloan it is", () => {
    const remark = callOf("System", "remark_with_event", { remark: new Uint8Array(200) });
    call("create", plan({ call: remark, target_address: undefined }));
    give(bob, 90n);
    call("finalize", of());
    expect(chain.eventsOf("System", "Remarked")).toMatchObject([{ sender: creator }]);
    expect(S.CurrentCrowdloanId.get(chain.ctx)).toBeUndefined();
    // What was raised stays on the crowdloan's account: the call is there to take it.
    expect(freeBalance(chain.ctx, FUNDS)).toBe(100n * TAO);
  });

  it("fail with their call, and nothing changes", () => {
    const tooMuch = callOf("Balances", "transfer_keep_alive", { dest: id(bob), value: 2n * 10n ** 15n });
    call("create", plan({ call: tooMuch, target_address: undefined }));
    give(bob, 90n);
    expect(failure("finalize", of())).toBe("Token.FundsUnavailable");
    expect(loan().finalized).toBe(false);
    expect(S.CurrentCrowdloanId.get(chain.ctx)).toBeUndefined();
  });

  it("pay fifty contributors back at a time, then go", () => {
    call("create", plan({ cap: 1_000n * TAO }));
    const givers = Array.from({ length: 60 }, (_, i): AccountId => account(`giver ${i}`));
    for (const giver of givers) {
      mintInto(chain.ctx, giver, 3n * TAO);
      give(giver, 2n);
    }
    expect(failure("dissolve", of())).toBe("NotReadyToDissolve");
    expect(failure("refund", of(), bob)).toBe("InvalidOrigin");
    expect(call("refund", of()).actualWeight).toBeUndefined();
    expect(chain.eventsOf("Crowdloan", "PartiallyRefunded")).toEqual([{ crowdloan_id: 0 }]);
    expect(loan()).toMatchObject({ raised: 30n * TAO, contributors_count: 11 });
    call("refund", of());
    expect(chain.eventsOf("Crowdloan", "AllRefunded")).toEqual([{ crowdloan_id: 0 }]);
    expect(givers.map((giver) => freeBalance(chain.ctx, giver))).toEqual(givers.map(() => 3n * TAO));
    expect(failure("dissolve", of(), bob)).toBe("InvalidOrigin");
    const before = freeBalance(chain.ctx, creator);
    call("dissolve", of());
    expect(freeBalance(chain.ctx, creator) - before).toBe(10n * TAO);
    expect(S.Crowdloans.contains(chain.ctx, 0)).toBe(false);
    expect([...S.Contributions.entries(chain.ctx, 0)]).toEqual([]);
  });

  it("can be changed by their creator, within bounds", () => {
    call("create", plan());
    give(bob, 20n);
    call("update_cap", of({ new_cap: 50n * TAO }));
    call("update_end", of({ new_end: chain.number + 100 }));
    call("update_min_contribution", of({ new_min_contribution: 2n * TAO }));
    call("set_max_contribution", of({ new_max_contribution: 10n * TAO }));
    expect(loan()).toMatchObject({ cap: 50n * TAO, end: chain.number + 100, min_contribution: 2n * TAO });
    expect(failure("update_cap", of({ new_cap: 29n * TAO }))).toBe("CapTooLow");
    expect(failure("update_end", of({ new_end: chain.number + 10 }))).toBe("BlockDurationTooShort");
    expect(failure("update_min_contribution", of({ new_min_contribution: 1n }))).toBe("MinimumContributionTooLow");
    expect(failure("update_min_contribution", of({ new_min_contribution: 11n * TAO }))).toBe(
      "MinimumContributionTooHigh",
    );
    expect(failure("set_max_contribution", of({ new_max_contribution: 9n * TAO }))).toBe("MaximumContributionTooLow");
    call("set_max_contribution", of({ new_max_contribution: undefined }));
    expect(S.MaxContributions.get(chain.ctx, 0)).toBeUndefined();
    expect(failure("update_cap", of({ new_cap: 60n * TAO }), bob)).toBe("InvalidOrigin");
  });
});
