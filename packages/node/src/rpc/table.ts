import { ALIASES } from "./aliases.ts";
import type { Handler, RpcServices } from "./handler.ts";
import { archiveMethods } from "./methods/archive.ts";
import { authorMethods } from "./methods/author.ts";
import { chainMethods } from "./methods/chain.ts";
import { chainHeadMethods } from "./methods/chain-head.ts";
import { chainSpecMethods } from "./methods/chain-spec.ts";
import { customMethods } from "./methods/custom.ts";
import { devMethods } from "./methods/dev.ts";
import { engineMethods } from "./methods/engine.ts";
import { paymentMethods } from "./methods/payment.ts";
import { stateMethods } from "./methods/state.ts";
import { syncMethods } from "./methods/sync.ts";
import { systemMethods } from "./methods/system.ts";
import { transactionMethods } from "./methods/transaction.ts";
import { transactionWatchMethods } from "./methods/transaction-watch.ts";

const NAMESPACES = [
  systemMethods,
  chainMethods,
  stateMethods,
  authorMethods,
  paymentMethods,
  chainHeadMethods,
  transactionMethods,
  transactionWatchMethods,
  chainSpecMethods,
  archiveMethods,
  engineMethods,
  devMethods,
  customMethods,
  syncMethods,
];

/** Every method by name, aliases included; `rpc_methods` lists them, and clients choose their ways by that list. */
export function methodTable(services: RpcServices): ReadonlyMap<string, Handler> {
  const table = new Map<string, Handler>(NAMESPACES.flatMap((methods) => Object.entries(methods(services))));
  for (const [alias, name] of Object.entries(ALIASES)) {
    const handler = table.get(name);
    if (handler) table.set(alias, handler);
  }
  const methods = [...table.keys(), "rpc_methods"].sort();
  table.set("rpc_methods", () => ({ methods }));
  return table;
}
