import { bool, call, compact, ensure, ensureSigned, MultiAddress, u16, u32 } from "@myelin/frame";
import { lookup } from "../../../lookup.ts";
import { unreserve } from "../../balances/balances.ts";
import { currentPosition } from "../../system/position.ts";
import { PROXY_DEPOSIT } from "../constants.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import {
  addProxyDelegate,
  adjustDeposit,
  depositFor,
  findProxy,
  pureAccount,
  removeProxyDelegate,
} from "../proxies.ts";
import { S } from "../storage.ts";
import { ProxyType } from "../types.ts";
import { W } from "../weights.ts";

const definition = { delegate: MultiAddress, proxy_type: ProxyType, delay: u32 };

export const add_proxy = call({
  index: 1,
  args: definition,
  weight: W.addProxy,
  docs: "Let an account act for the sender, within what the type permits.",
  run(ctx, origin, { delegate, proxy_type, delay }) {
    const who = ensureSigned(origin);
    addProxyDelegate(ctx, who, { delegate: lookup(delegate), proxy_type, delay });
  },
});

export const remove_proxy = call({
  index: 2,
  args: definition,
  weight: W.removeProxy,
  docs: "Stop an account from acting for the sender.",
  run(ctx, origin, { delegate, proxy_type, delay }) {
    const who = ensureSigned(origin);
    removeProxyDelegate(ctx, who, { delegate: lookup(delegate), proxy_type, delay });
  },
});

export const remove_proxies = call({
  index: 3,
  args: {},
  weight: W.removeProxies,
  docs: "Stop all accounts from acting for the sender. A pure account is lost by this.",
  run(ctx, origin) {
    const who = ensureSigned(origin);
    const [, deposit] = S.Proxies.take(ctx, who);
    unreserve(ctx, who, deposit);
    S.RealPaysFee.clearPrefix(ctx, who);
  },
});

export const create_pure = call({
  index: 4,
  args: { proxy_type: ProxyType, delay: u32, index: u16 },
  weight: W.createPure,
  docs: "Create an account without a key, for which the sender acts.",
  run(ctx, origin, { proxy_type, delay, index }) {
    const who = ensureSigned(origin);
    const pure = pureAccount(who, proxy_type, index, currentPosition(ctx));
    ensure(!S.Proxies.contains(ctx, pure), Err.Duplicate);
    const deposit = depositFor(1, PROXY_DEPOSIT);
    adjustDeposit(ctx, who, 0n, deposit);
    S.Proxies.set(ctx, pure, [[{ delegate: who, proxy_type, delay }], deposit]);
    ctx.depositEvent(E.PureCreated({ pure, who, proxy_type, disambiguation_index: index }));
  },
});

export const kill_pure = call({
  index: 5,
  args: { spawner: MultiAddress, proxy_type: ProxyType, index: u16, height: compact(u32), ext_index: compact(u32) },
  weight: W.killPure,
  docs: "Give up a pure account, called by itself; what it owns is lost.",
  run(ctx, origin, { spawner, proxy_type, index, height, ext_index }) {
    const who = ensureSigned(origin);
    const creator = lookup(spawner);
    const pure = pureAccount(creator, proxy_type, index, { height, index: ext_index });
    ensure(pure === who, Err.NoPermission);
    const [, deposit] = S.Proxies.take(ctx, who);
    unreserve(ctx, creator, deposit);
    ctx.depositEvent(E.PureKilled({ pure: who, spawner: creator, proxy_type, disambiguation_index: index }));
  },
});

export const set_real_pays_fee = call({
  index: 11,
  args: { delegate: MultiAddress, pays_fee: bool },
  weight: W.setRealPaysFee,
  docs: "Pay, or no longer pay, the fees of a delegate that acts for the sender.",
  run(ctx, origin, { delegate, pays_fee }) {
    const real = ensureSigned(origin);
    const account = lookup(delegate);
    findProxy(ctx, real, account, undefined);
    if (pays_fee) S.RealPaysFee.set(ctx, real, account, undefined);
    else S.RealPaysFee.remove(ctx, real, account);
    ctx.depositEvent(E.RealPaysFeeSet({ real, delegate: account, pays_fee }));
  },
});
