import { pallet } from "@myelin/frame";
import * as announcements from "./calls/announcements.ts";
import * as delegates from "./calls/delegates.ts";
import * as proxies from "./calls/proxy.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { ProxyFilterRuntimeApi } from "./queries.ts";
import { S } from "./storage.ts";

/** Accounts that act for other accounts (index 16). */
export const proxy = pallet({
  name: "Proxy",
  index: 16,
  module: "pallet_subtensor_proxy::pallet",
  storage: S,
  calls: { ...proxies, ...delegates, ...announcements },
  events: E,
  errors: Err,
  constants,
  hooks: { on_finalize: (ctx) => void S.LastCallResult.clear(ctx) },
  apis: [ProxyFilterRuntimeApi],
});
