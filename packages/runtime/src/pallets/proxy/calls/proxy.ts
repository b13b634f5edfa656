import { type CallValue, type Context, call, ensure, ensureSigned, MultiAddress, option, outer } from "@myelin/frame";
import { succeeds } from "../../../attempt.ts";
import { lookup } from "../../../lookup.ts";
import { addWeights } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { callHash, doProxy, dropAnnouncements, findProxy } from "../proxies.ts";
import { ProxyType } from "../types.ts";
import { W } from "../weights.ts";

type Args = { readonly call: CallValue };

export const proxy = call({
  index: 0,
  args: { real: MultiAddress, force_proxy_type: option(ProxyType), call: outer.call },
  weight: (args: Args, ctx: Context) => addWeights(W.proxy, ctx.dispatchInfo(args.call).weight),
  pays: (args: Args, ctx: Context) => ctx.dispatchInfo(args.call).paysFee,
  docs: "Dispatch a call for an account that made the sender its proxy.",
  run(ctx, origin, { real, force_proxy_type, call: inner }) {
    const who = ensureSigned(origin);
    const account = lookup(real);
    const definition = findProxy(ctx, account, who, force_proxy_type);
    ensure(definition.delay === 0, Err.Unannounced);
    doProxy(ctx, definition, account, inner);
  },
});

export const proxy_announced = call({
  index: 9,
  args: { delegate: MultiAddress, real: MultiAddress, force_proxy_type: option(ProxyType), call: outer.call },
  weight: (args: Args, ctx: Context) => addWeights(W.proxyAnnounced, ctx.dispatchInfo(args.call).weight),
  docs: "Dispatch a call that a proxy announced long enough ago.",
  run(ctx, origin, { delegate, real, force_proxy_type, call: inner }) {
    ensureSigned(origin);
    const proxy = lookup(delegate);
    const account = lookup(real);
    const definition = findProxy(ctx, account, proxy, force_proxy_type);
    const hash = callHash(inner);
    const due = ctx.block.number - definition.delay;
    const announced = succeeds(() =>
      dropAnnouncements(
        ctx,
        proxy,
        (entry) => entry.real === account && entry.call_hash === hash && entry.height <= due,
      ),
    );
    ensure(announced, Err.Unannounced);
    doProxy(ctx, definition, account, inner);
  },
});
