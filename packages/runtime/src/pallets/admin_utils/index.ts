import { pallet } from "@myelin/frame";
import * as calls from "./calls/index.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";

/**
 * Settings of subnets and of the chain, changed by owners and by root (index 19, `pallets/admin-utils/src/lib.rs`).
 *
 * Absent until what they set exists: authorities (0, 59), Ethereum (58, 62), scheduled dissolution (55), commit-reveal
 * version (71), trimming (78), flow-based shares (81, 82, 83, 91), coldkey swaps (86, 87), the highest mechanism count (88) and
 * automatic locks (95).
 */
export const adminUtils = pallet({ name: "AdminUtils", index: 19, calls, events: E, errors: Err });
