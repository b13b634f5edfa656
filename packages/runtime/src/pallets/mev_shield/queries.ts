import { bool, bytes, type Context, type Extrinsic, fixedBytes, option, outer, runtimeApi } from "@myelin/frame";
import { Reader } from "@myelin/primitives/scale";
import { openShielded } from "@myelin/primitives/shield";
import { isShieldedWithPendingKey, shieldedOf } from "./shielded.ts";
import { ShieldedTransaction } from "./types.ts";

/** The block proposer's questions (`substrate/primitives/shield/src/runtime_api.rs` of the SDK's fork, version 1). */
export const ShieldApi = runtimeApi("ShieldApi", 1, {
  try_decode_shielded_tx: {
    args: { uxt: outer.extrinsic },
    result: option(ShieldedTransaction),
    docs: "The parts of an envelope, where the extrinsic is a wrapper.",
    run(_ctx: Context, { uxt }: { uxt: Extrinsic }) {
      const parts = shieldedOf(uxt.call);
      if (parts === undefined) return undefined;
      return { key_hash: parts.keyHash, kem_ct: parts.kemCiphertext, aead_ct: parts.sealed, nonce: parts.nonce };
    },
  },
  is_shielded_using_current_key: {
    args: { key_hash: fixedBytes(16) },
    result: bool,
    docs: "Whether the key of that hash is the one the next block's author opens with.",
    run: (ctx, { key_hash }) => isShieldedWithPendingKey(ctx, key_hash),
  },
  try_unshield_tx: {
    args: { dec_key_bytes: bytes, shielded_tx: ShieldedTransaction },
    result: option(outer.extrinsic),
    docs: "Opens an envelope with a decapsulation key.",
    run(_ctx: Context, { dec_key_bytes, shielded_tx: { kem_ct, nonce, aead_ct } }) {
      const plain = openShielded({ kemCiphertext: kem_ct, nonce, sealed: aead_ct }, dec_key_bytes);
      return plain && decodeInner(plain);
    },
  },
});

/** The extrinsic at the start of the bytes; undefined where there is none. */
function decodeInner(plain: Uint8Array): Extrinsic | undefined {
  try {
    return outer.extrinsic.codec.read(new Reader(plain));
  } catch {
    return undefined;
  }
}
