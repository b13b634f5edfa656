import type { AccountId } from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { u16 } from "@myelin/primitives/scale";

/**
 * The account that `who` commands under a number of its choice.
 *
 * @example derivativeAccountId(alice, 0) // blake2_256("modlpy/utilisuba" ++ alice ++ u16(0))
 */
export function derivativeAccountId(who: AccountId, index: number): AccountId {
  return toHex(blake2b256(concat(utf8("modlpy/utilisuba"), fromHex(who), u16.encode(index))));
}
