import fc from "fast-check";
import { expect, test } from "vitest";
import { equal } from "./bytes.ts";
import { fromHex, type Hex, toHex } from "./hex.ts";
import { decodeAddress, encodeAddress, isAddress, Ss58Error, toAccountId } from "./ss58.ts";

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_ID: Hex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

// Origin: `subkey inspect //Alice` on the networks named.
test.each([
  ["Substrate and Bittensor", 42, ALICE],
  ["Polkadot", 0, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"],
  ["Kusama", 2, "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"],
])("Alice on %s", (_, prefix, address) => {
  expect(encodeAddress(ALICE_ID, prefix)).toBe(address);
  expect(toHex(decodeAddress(address, prefix))).toBe(ALICE_ID);
});

test("every account and prefix round trips", () => {
  const id = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(id, fc.integer({ min: 0, max: 16_383 }), (account, prefix) => {
      const address = encodeAddress(account, prefix);
      expect(equal(decodeAddress(address, prefix), account)).toBe(true);
      expect(isAddress(address, (prefix + 1) % 16_384)).toBe(false);
    }),
  );
});

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Ss58Error) return error.code;
  }
  return "no Ss58Error";
}

test("what is no address is refused with the reason", () => {
  expect(codeOf(() => decodeAddress(ALICE.replace("Gr", "Gs")))).toBe("SS58_CHECKSUM");
  expect(codeOf(() => decodeAddress(ALICE, 0))).toBe("SS58_PREFIX");
  expect(codeOf(() => decodeAddress("0OIl"))).toBe("SS58_INVALID");
  expect(codeOf(() => decodeAddress(""))).toBe("SS58_INVALID");
  expect(codeOf(() => decodeAddress("5".repeat(100_000)))).toBe("SS58_INVALID");
  expect(codeOf(() => decodeAddress("25GUyv"))).toBe("SS58_LENGTH");
  expect(codeOf(() => encodeAddress(new Uint8Array(20)))).toBe("SS58_LENGTH");
  expect(codeOf(() => encodeAddress(ALICE_ID, 16_384))).toBe("SS58_PREFIX");
});

test("accounts are named by address, hexadecimal or bytes", () => {
  expect(toAccountId(ALICE)).toBe(ALICE_ID);
  expect(toAccountId(ALICE_ID.toUpperCase().replace("0X", "0x"))).toBe(ALICE_ID);
  expect(toAccountId(fromHex(ALICE_ID))).toBe(ALICE_ID);
  expect(() => toAccountId("0x00")).toThrow(Ss58Error);
});
