import { openShielded, parseShielded, sealShielded, shieldKeyHash } from "@myelin/primitives/shield";
import { describe, expect, it } from "vitest";
import { ShieldKeyring } from "./keyring.ts";

const SLOT = 12_000;
const START = 1_000 * SLOT;

describe("the keys of an author who is alone", () => {
  it("are new for each block of the main network's slots", () => {
    const keys = new ShieldKeyring();
    const announced = [0, 1, 2].map((slot) => keys.announce(START + slot * SLOT));
    expect(new Set(announced.map(String)).size).toBe(3);
    expect(announced[0]).toHaveLength(1_184);
  });

  it("stay the same for twelve seconds where blocks are faster", () => {
    const keys = new ShieldKeyring();
    const first = keys.announce(START);
    expect(keys.announce(START + 250)).toBe(first);
    expect(keys.announce(START + SLOT - 1)).toBe(first);
    expect(keys.announce(START + SLOT)).not.toEqual(first);
  });

  it("open for two more slots, and then are gone", () => {
    const keys = new ShieldKeyring();
    const publicKey = keys.announce(START);
    const hash = shieldKeyHash(publicKey);
    const envelope = parseShielded(sealShielded(Uint8Array.of(1, 2, 3), publicKey))!;
    for (const slot of [1, 2, 3]) {
      keys.announce(START + slot * SLOT);
      expect(openShielded(envelope, keys.find(hash)!.secretKey)).toEqual(Uint8Array.of(1, 2, 3));
    }
    keys.announce(START + 4 * SLOT);
    expect(keys.find(hash)).toBeUndefined();
  });

  it("are another's in another process", () => {
    expect(new ShieldKeyring().find(shieldKeyHash(new ShieldKeyring().announce(START)))).toBeUndefined();
  });
});
