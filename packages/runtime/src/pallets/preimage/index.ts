import { pallet } from "@myelin/frame";
import * as calls from "./calls.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

/** Bytes kept by their hash, mostly calls (index 14). */
export const preimage = pallet({ name: "Preimage", index: 14, storage: S, calls, events: E, errors: Err });
