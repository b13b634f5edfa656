import { call, ensureSigned } from "@myelin/frame";
import { concat } from "@myelin/primitives/bytes";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { E } from "../events.ts";
import { EncryptedCall } from "../types.ts";
import { W } from "../weights.ts";

/**
 * The wrapper of an encrypted extrinsic. It pays for its place and does no more: the block's author opens it and puts the
 * extrinsic inside right after it.
 */
export const submit_encrypted = call({
  index: 1,
  args: { ciphertext: EncryptedCall },
  weight: W.submitEncrypted,
  docs: "Submit a signed extrinsic, encrypted to NextKey: see @myelin/primitives/shield.",
  run(ctx, origin, { ciphertext }) {
    const who = ensureSigned(origin);
    const id = toHex(blake2b256(concat(fromHex(who), EncryptedCall.codec.encode(ciphertext))));
    ctx.depositEvent(E.EncryptedSubmitted({ id, who }));
  },
});
