import { expect, it } from "vitest";
import { parseRoute } from "./router.ts";

it.each([
  ["", { view: "network", netuid: undefined }],
  ["#/", { view: "network", netuid: undefined }],
  ["#/network/3", { view: "network", netuid: 3 }],
  ["#/block/12/4", { view: "block", block: 12, extrinsic: 4 }],
  ["#/block/x", { view: "unknown" }],
  ["#/why/1/2", { view: "why", netuid: 1, uid: 2, block: undefined }],
  ["#/why/1/2/300", { view: "why", netuid: 1, uid: 2, block: 300 }],
  ["#/why/1", { view: "unknown" }],
  ["#/why/1/-2", { view: "unknown" }],
  ["#/account/5F", { view: "account", address: "5F" }],
  ["#/account/%E0%A4%A", { view: "unknown" }],
  ["#/nothing", { view: "unknown" }],
])("reads the address %s", (hash, route) => expect(parseRoute(hash)).toEqual(route));
