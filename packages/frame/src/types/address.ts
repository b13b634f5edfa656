import { accountId, bytes, fixedBytes, unit } from "./basic.ts";
import { compact } from "./collections.ts";
import { enumeration } from "./composites.ts";
import type { ValueOf } from "./type.ts";

/** How a call names an account. Clients send `Id`; the others are decoded too. */
export const MultiAddress = enumeration(
  "sp_runtime::multiaddress::MultiAddress",
  {
    Id: [0, accountId],
    Index: [1, compact(unit)],
    Raw: [2, bytes],
    Address32: [3, fixedBytes(32)],
    Address20: [4, fixedBytes(20)],
  },
  {
    params: [
      { name: "AccountId", type: accountId },
      { name: "AccountIndex", type: unit },
    ],
  },
);
export type MultiAddressValue = ValueOf<typeof MultiAddress>;

export const MultiSignature = enumeration("sp_runtime::MultiSignature", {
  Ed25519: [0, fixedBytes(64)],
  Sr25519: [1, fixedBytes(64)],
  Ecdsa: [2, fixedBytes(65)],
});
export type MultiSignatureValue = ValueOf<typeof MultiSignature>;
