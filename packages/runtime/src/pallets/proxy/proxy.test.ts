import { type AccountId, type CallValue, signed } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { keypairFromUri } from "@myelin/primitives/keys";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, id, TestChain } from "../../testing/harness.ts";
import { freeBalance, mintInto, reservedBalance } from "../balances/balances.ts";
import { isSuperset, mayCall, PROXY_RULES } from "./filters.ts";
import { callHash, pureAccount } from "./proxies.ts";
import { ProxyFilterRuntimeApi } from "./queries.ts";
import { S } from "./storage.ts";
import { PROXY_TYPES, type ProxyTypeName } from "./types.ts";

const TAO = 10n ** 9n;
const [alice, bob, carol, dave] = ["Alice", "Bob", "Charlie", "Dave"].map(account) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
];

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const call = (name: string, args: Record<string, unknown> = {}, who = alice) =>
  chain.call(signed(who), "Proxy", name, args);
const failure = (name: string, args: Record<string, unknown> = {}, who = alice) =>
  chain.failure(signed(who), "Proxy", name, args)?.replace("Proxy.", "");
const definition = (delegate: AccountId, proxy_type: ProxyTypeName = "Any", delay = 0) => ({
  delegate: id(delegate),
  proxy_type,
  delay,
});
const transfer = (value = TAO, dest = carol) => callOf("Balances", "transfer_keep_alive", { dest: id(dest), value });
/** Bob acts for Alice; the name of the error of the inner call. */
const act = (inner: CallValue, who = bob, force_proxy_type?: ProxyTypeName): string | undefined => {
  call("proxy", { real: id(alice), force_proxy_type, call: inner }, who);
  const { result } = chain.eventsOf("Proxy", "ProxyExecuted").at(-1) as {
    result: { ok: boolean; error: never };
  };
  return result.ok ? undefined : chain.errorName(result as never);
};

describe("delegates (pallets/proxy/src/lib.rs)", () => {
  it("are kept in order under a deposit", () => {
    call("add_proxy", definition(carol));
    call("add_proxy", definition(bob, "Staking", 5));
    call("add_proxy", definition(bob, "Owner"));
    const [proxies, deposit] = S.Proxies.get(chain.ctx, alice);
    const sorted = [bob, bob, carol].sort();
    expect(proxies.map(({ delegate }) => delegate)).toEqual(sorted);
    expect(proxies.filter(({ delegate }) => delegate === bob).map(({ proxy_type }) => proxy_type)).toEqual([
      "Owner",
      "Staking",
    ]);
    expect(deposit).toBe(60_000_000n + 3n * 33_000_000n);
    expect(reservedBalance(chain.ctx, alice)).toBe(deposit);
    call("remove_proxy", definition(bob, "Staking", 5));
    expect(reservedBalance(chain.ctx, alice)).toBe(60_000_000n + 2n * 33_000_000n);
    call("remove_proxies");
    expect(reservedBalance(chain.ctx, alice)).toBe(0n);
    expect(S.Proxies.contains(chain.ctx, alice)).toBe(false);
    expect(chain.eventNames().filter((name) => name.startsWith("Proxy."))).toEqual([
      ...Array(3).fill("Proxy.ProxyAdded"),
      "Proxy.ProxyRemoved",
    ]);
  });

  it("are refused when wrong", () => {
    expect(failure("add_proxy", definition(alice))).toBe("NoSelfProxy");
    call("add_proxy", definition(bob));
    expect(failure("add_proxy", definition(bob))).toBe("Duplicate");
    expect(failure("remove_proxy", definition(bob, "Owner"))).toBe("NotFound");
    for (let delay = 1; delay < 20; delay++) call("add_proxy", definition(bob, "Any", delay));
    expect(failure("add_proxy", definition(carol))).toBe("TooMany");
    const poor = account("poor");
    mintInto(chain.ctx, poor, 90_000_000n);
    expect(failure("add_proxy", definition(bob), poor)).toBe("Balances.InsufficientBalance");
    expect(failure("remove_proxy", definition(bob), poor)).toBe("NotFound");
    expect(failure("proxy", { real: id(carol), call: transfer() }, bob)).toBe("NotProxy");
    expect(failure("proxy", { real: id(alice), force_proxy_type: "Owner", call: transfer() }, bob)).toBe("NotProxy");
  });

  it("act with the account's origin; what fails inside is told by an event", () => {
    call("add_proxy", definition(bob));
    const before = freeBalance(chain.ctx, carol);
    expect(act(transfer())).toBeUndefined();
    expect(freeBalance(chain.ctx, carol)).toBe(before + TAO);
    expect(S.LastCallResult.get(chain.ctx, alice)).toEqual({ ok: true, value: undefined });
    expect(act(transfer(10n ** 18n))).toBe("Arithmetic.Underflow");
    expect(S.LastCallResult.get(chain.ctx, alice)).toMatchObject({ ok: false });
    chain.nextBlock();
    expect(S.LastCallResult.contains(chain.ctx, alice)).toBe(false);
  });

  it("do what their type permits, also inside batches and under derived accounts", () => {
    call("add_proxy", definition(bob, "NonTransfer"));
    const remark = callOf("System", "remark", { remark: utf8("x") });
    expect(act(remark)).toBeUndefined();
    expect(act(transfer())).toBe("System.CallFiltered");
    const before = freeBalance(chain.ctx, carol);
    expect(act(callOf("Utility", "batch_all", { calls: [remark, transfer()] }))).toBe("System.CallFiltered");
    expect(act(callOf("Utility", "force_batch", { calls: [remark, transfer()] }))).toBeUndefined();
    expect(chain.eventNames()).toContain("Utility.ItemFailed");
    expect(act(callOf("Utility", "as_derivative", { index: 0, call: transfer() }))).toBe("System.CallFiltered");
    expect(freeBalance(chain.ctx, carol)).toBe(before);
  });

  it("give no more rights than they have", () => {
    call("add_proxy", definition(bob, "NonTransfer"));
    const add = (type: ProxyTypeName) => act(callOf("Proxy", "add_proxy", definition(dave, type)));
    expect(add("Any")).toBe("System.CallFiltered");
    expect(add("Transfer")).toBe("System.CallFiltered");
    expect(add("Staking")).toBeUndefined();
    expect(act(callOf("Proxy", "remove_proxy", definition(bob, "Any")))).toBe("System.CallFiltered");
    expect(act(callOf("Proxy", "remove_proxies"))).toBe("System.CallFiltered");
    call("add_proxy", definition(carol, "Any"));
    expect(act(callOf("Proxy", "remove_proxies"), carol)).toBeUndefined();
    expect(S.Proxies.contains(chain.ctx, alice)).toBe(false);
  });
});

describe("pure accounts", () => {
  it("are made, used and given up by their creator", () => {
    call("create_pure", { proxy_type: "Any", delay: 0, index: 7 });
    const pure = pureAccount(alice, "Any", 7, { height: chain.number, index: 0 });
    expect(chain.eventsOf("Proxy", "PureCreated")).toEqual([
      { pure, who: alice, proxy_type: "Any", disambiguation_index: 7 },
    ]);
    expect(reservedBalance(chain.ctx, alice)).toBe(93_000_000n);
    expect(failure("create_pure", { proxy_type: "Any", delay: 0, index: 7 })).toBe("Duplicate");
    chain.call(signed(alice), "Balances", "transfer_keep_alive", { dest: id(pure), value: TAO });
    const kill = { spawner: id(alice), proxy_type: "Any", index: 7, height: chain.number, ext_index: 0 };
    expect(failure("kill_pure", kill)).toBe("NoPermission");
    call("proxy", { real: id(pure), call: callOf("Proxy", "kill_pure", kill) });
    expect(S.Proxies.contains(chain.ctx, pure)).toBe(false);
    expect(reservedBalance(chain.ctx, alice)).toBe(0n);
  });

  it("in an extrinsic stand at its position", () => {
    const create = callOf("Proxy", "create_pure", { proxy_type: "Any", delay: 0, index: 0 });
    chain.apply(chain.sign(keypairFromUri("//Alice"), create));
    const pure = pureAccount(alice, "Any", 0, { height: chain.number, index: 1 }); // after the inherent of the time
    expect(chain.eventsOf("Proxy", "PureCreated")).toMatchObject([{ pure }]);
  });
});

describe("announcements", () => {
  const hash = () => callHash(transfer());
  beforeEach(() => call("add_proxy", definition(bob, "Any", 3)));

  it("come before a call, by the delay, and are spent by it", () => {
    expect(failure("proxy", { real: id(alice), call: transfer() }, bob)).toBe("Unannounced");
    expect(failure("announce", { real: id(alice), call_hash: hash() }, carol)).toBe("NotProxy");
    call("announce", { real: id(alice), call_hash: hash() }, bob);
    expect(reservedBalance(chain.ctx, bob)).toBe(36_000_000n + 68_000_000n);
    const later = { delegate: id(bob), real: id(alice), call: transfer() };
    expect(failure("proxy_announced", later, dave)).toBe("Unannounced");
    chain.nextBlock(3);
    expect(failure("proxy_announced", { ...later, call: transfer(2n) }, dave)).toBe("Unannounced");
    const before = freeBalance(chain.ctx, carol);
    call("proxy_announced", later, dave);
    expect(freeBalance(chain.ctx, carol)).toBe(before + TAO);
    expect(reservedBalance(chain.ctx, bob)).toBe(0n);
    expect(failure("proxy_announced", later, dave)).toBe("Unannounced");
  });

  it("can be taken back by the proxy and refused by the account", () => {
    for (let i = 0; i < 2; i++) call("announce", { real: id(alice), call_hash: hash() }, bob);
    call("announce", { real: id(alice), call_hash: callHash(transfer(2n)) }, bob);
    call("remove_announcement", { real: id(alice), call_hash: hash() }, bob);
    expect(reservedBalance(chain.ctx, bob)).toBe(36_000_000n + 68_000_000n);
    expect(failure("remove_announcement", { real: id(alice), call_hash: hash() }, bob)).toBe("NotFound");
    expect(failure("reject_announcement", { delegate: id(bob), call_hash: hash() })).toBe("NotFound");
    call("reject_announcement", { delegate: id(bob), call_hash: callHash(transfer(2n)) });
    expect(S.Announcements.contains(chain.ctx, bob)).toBe(false);
  });

  it("are at most 75", () => {
    mintInto(chain.ctx, bob, 1_000n * TAO);
    for (let i = 0; i < 75; i++) call("announce", { real: id(alice), call_hash: hash() }, bob);
    expect(failure("announce", { real: id(alice), call_hash: hash() }, bob)).toBe("TooMany");
  });

  it("deposits follow the rates", () => {
    call("announce", { real: id(alice), call_hash: hash() }, bob);
    expect(call("poke_deposit", {}, bob).paysFee).toBe(true);
    const [pending] = S.Announcements.get(chain.ctx, bob);
    S.Announcements.set(chain.ctx, bob, [pending, 1_000_000n]);
    expect(call("poke_deposit", {}, bob).paysFee).toBe(false);
    expect(S.Announcements.get(chain.ctx, bob)[1]).toBe(104_000_000n);
    expect(chain.eventsOf("Proxy", "DepositPoked")).toEqual([
      { who: bob, kind: "Announcements", old_deposit: 1_000_000n, new_deposit: 104_000_000n },
    ]);
  });
});

describe("fees of proxied calls (runtime/src/transaction_payment_wrapper.rs)", () => {
  const proxied = (inner: CallValue, real = alice) =>
    callOf("Proxy", "proxy", { real: id(real), force_proxy_type: undefined, call: inner });
  const payers = (signer: string, outer: CallValue) => {
    const result = chain.apply(chain.sign(keypairFromUri(`//${signer}`), outer));
    expect(result).toMatchObject({ ok: true });
    return (chain.eventsOf("TransactionPayment", "TransactionFeePaid").at(-1) as { who: AccountId }).who;
  };

  it("are the signer's unless the account pays, two levels deep", () => {
    call("add_proxy", definition(bob));
    expect(failure("set_real_pays_fee", { delegate: id(carol), pays_fee: true })).toBe("NotProxy");
    const remark = callOf("System", "remark", { remark: utf8("x") });
    expect(payers("Bob", proxied(remark))).toBe(bob);
    call("set_real_pays_fee", { delegate: id(bob), pays_fee: true });
    expect(payers("Bob", proxied(remark))).toBe(alice);
    call("add_proxy", definition(alice), dave);
    const nested = proxied(remark, dave);
    expect(payers("Bob", proxied(nested))).toBe(alice);
    call("set_real_pays_fee", { delegate: id(alice), pays_fee: true }, dave);
    expect(payers("Bob", proxied(nested))).toBe(dave);
    expect(payers("Bob", proxied(callOf("Utility", "batch", { calls: [nested, nested] })))).toBe(dave);
    expect(payers("Bob", proxied(callOf("Utility", "batch", { calls: [nested, remark] })))).toBe(alice);
    call("set_real_pays_fee", { delegate: id(bob), pays_fee: false });
    expect(payers("Bob", proxied(nested))).toBe(bob);
    call("set_real_pays_fee", { delegate: id(bob), pays_fee: true });
    call("remove_proxy", definition(bob));
    expect(S.RealPaysFee.contains(chain.ctx, alice, bob)).toBe(false);
  });
});

describe("filters (runtime/src/lib.rs)", () => {
  const stake = (name: string, alpha_amount = 0n) => callOf("SubtensorModule", name, { alpha_amount });
  const samples: Record<string, CallValue> = {
    small: transfer(499_999_999n),
    large: transfer(500_000_000n),
    smallStake: stake("transfer_stake", 499_999_999n),
    largeStake: stake("transfer_stake", 500_000_000n),
    add_stake: stake("add_stake"),
    children: stake("set_children"),
    register: stake("burned_register"),
    claim: stake("claim_root"),
    swapHotkey: stake("swap_hotkey_v2"),
    identity: stake("set_subnet_identity"),
    rho: callOf("AdminUtils", "sudo_set_rho"),
    ownerHotkey: callOf("AdminUtils", "sudo_set_sn_owner_hotkey"),
    sudo: callOf("Sudo", "sudo"),
    setCode: callOf("Sudo", "sudo_unchecked_weight", { call: callOf("System", "set_code") }),
    otherCode: callOf("Sudo", "sudo_unchecked_weight", { call: callOf("System", "remark") }),
    remark: callOf("System", "remark"),
  };
  const all = Object.keys(samples);
  const but = (...names: string[]) => all.filter((name) => !names.includes(name));

  it.each<[ProxyTypeName, string[]]>([
    ["Any", all],
    ["NonTransfer", but("small", "large", "smallStake", "largeStake")],
    ["NonFungible", but("small", "large", "smallStake", "largeStake", "add_stake", "register", "swapHotkey")],
    ["Transfer", ["small", "large", "smallStake", "largeStake"]],
    ["SmallTransfer", ["small", "smallStake"]],
    ["Owner", ["identity", "rho"]],
    ["NonCritical", but("register", "sudo", "setCode", "otherCode")],
    ["Triumvirate", []],
    ["Senate", []],
    ["Governance", []],
    ["Staking", ["add_stake"]],
    ["Registration", ["register"]],
    ["RootWeights", []],
    ["ChildKeys", ["children"]],
    ["SudoUncheckedSetCode", ["setCode"]],
    ["SwapHotkey", ["swapHotkey"]],
    ["SubnetLeaseBeneficiary", ["rho"]],
    ["RootClaim", ["claim"]],
  ])("%s may call", (type, permitted) => {
    expect(all.filter((name) => mayCall(type, samples[name]!))).toEqual(permitted);
  });

  it("form a partial order", () => {
    expect(PROXY_TYPES.every((type) => isSuperset("Any", type) && isSuperset(type, type))).toBe(true);
    expect(PROXY_TYPES.filter((type) => isSuperset(type, "Any"))).toEqual(["Any"]);
    expect(PROXY_TYPES.filter((type) => !isSuperset("NonTransfer", type))).toEqual([
      "Any",
      "Transfer",
      "SmallTransfer",
    ]);
    expect(isSuperset("Transfer", "SmallTransfer")).toBe(true);
    expect(isSuperset("SmallTransfer", "Transfer")).toBe(false);
  });

  it("are told to wallets as they are", () => {
    const { get_proxy_types, get_proxy_filter } = ProxyFilterRuntimeApi.methods;
    const ask = (method: typeof get_proxy_types, args = {}) =>
      method!.result.codec.decode(method!.result.codec.encode(method!.run(chain.ctx, args))) as Record<string, never>[];
    const types = ask(get_proxy_types);
    expect(types).toHaveLength(18);
    expect(types[6]).toEqual({ name: utf8("Triumvirate"), index: 6, deprecated: true });
    const filters = ask(get_proxy_filter, { proxy_type: undefined });
    expect(filters).toHaveLength(Object.keys(PROXY_RULES).length);
    const [small] = ask(get_proxy_filter, { proxy_type: 11 });
    expect(small).toMatchObject({ filter_mode: "Allow", exceptions: [] });
    expect((small!["calls"] as unknown[])[0]).toEqual({
      pallet_name: utf8("Balances"),
      pallet_index: 5,
      call_name: utf8("transfer_keep_alive"),
      call_index: 3,
      condition: { type: "ParamLessThan", value: { param_name: utf8("value"), limit: 500_000_000n } },
    });
    expect(ask(get_proxy_filter, { proxy_type: 99 })).toEqual([]);
  });
});
