import { type AccountId, dispatchError, type MultiAddressValue } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";

/**
 * The account behind an address (`AccountIdLookup` of sp-runtime: only full account ids resolve).
 * @throws CannotLookup for index, raw and 20-byte addresses.
 */
export function lookup(address: MultiAddressValue): AccountId {
  if (address.type === "Id") return address.value;
  if (address.type === "Address32") return toHex(address.value) as AccountId;
  throw dispatchError.cannotLookup();
}
