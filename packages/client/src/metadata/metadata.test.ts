import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fromHex, toHex } from "@myelin/primitives";
import { beforeAll, describe, expect, it } from "vitest";
import { UnknownNameError } from "../errors.ts";
import { decodeKeys, storageKey } from "../storage/key.ts";
import { ChainMetadata } from "./metadata.ts";

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_ID = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

let metadata: ChainMetadata;
beforeAll(() => {
  const file = new URL("../../../../conformance/vectors/finney-metadata-v15.hex.gz", import.meta.url);
  const recorded = gunzipSync(readFileSync(file)).toString().trim();
  // The recording keeps the `Option` and length around the blob, which itself begins with "meta".
  metadata = new ChainMetadata(fromHex(`0x${recorded.slice(recorded.indexOf("6d657461"))}`));
});

describe("the recorded metadata of Bittensor's main network", () => {
  it("gives a codec to every storage item, and every default decodes", () => {
    let items = 0;
    for (const pallet of metadata.palletNames) {
      for (const name of metadata.storageNames(pallet)) {
        const entry = metadata.storage(pallet, name);
        if (!entry.optional) entry.value.decode(entry.fallback);
        items++;
      }
    }
    expect(items).toBeGreaterThan(300);
  });

  it("encodes a transfer as every Substrate client does", () => {
    const call = { type: "Balances", value: { type: "transfer_keep_alive", value: { dest: ALICE, value: 1_000n } } };
    const bytes = metadata.call.encode(call);
    expect(toHex(bytes)).toBe(`0x050300${ALICE_ID.slice(2)}a10f`);
    expect(metadata.call.decode(bytes)).toEqual({
      type: "Balances",
      value: { type: "transfer_keep_alive", value: { dest: { type: "Id", value: ALICE_ID }, value: 1_000n } },
    });
  });

  it("makes the known storage key of an account, and reads the account back from it", () => {
    const entry = metadata.storage("System", "Account");
    const key = storageKey(entry, [ALICE]);
    expect(key).toBe(
      `0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59f${ALICE_ID.slice(2)}`,
    );
    expect(decodeKeys(entry, fromHex(key))).toEqual([ALICE_ID]);
  });

  it("names what a mistyped name may have meant", () => {
    expect(() => metadata.storage("SubtensorModule", "TotalHotkeyAlfa")).toThrow(/Did you mean TotalHotkeyAlpha/);
    expect(() => metadata.callEntry("SubtensorModul", "set_weights")).toThrow(UnknownNameError);
  });
});
