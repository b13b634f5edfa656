/** Session keys of this chain: an Aura key and a GRANDPA key, 32 bytes each (`runtime/src/lib.rs`, opaque::SessionKeys). */
import { bytes, fixedBytes, newtype, option, runtimeApi, tuple, vec } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";

const KeyTypeId = newtype("sp_core::crypto::KeyTypeId", fixedBytes(4));
const KEY_LENGTH = 32;

/** `generate_session_keys` is absent: keys are the node's, which has no key store for the runtime to write to. */
export const SessionKeys = runtimeApi("SessionKeys", 1, {
  decode_session_keys: {
    args: { encoded: bytes },
    result: option(vec(tuple(bytes, KeyTypeId))),
    docs: "The public keys of an encoded session key, and what each is for.",
    run(_ctx, { encoded }): [Uint8Array, Uint8Array][] | undefined {
      if (encoded.length !== 2 * KEY_LENGTH) return undefined;
      return [
        [encoded.slice(0, KEY_LENGTH), utf8("aura")],
        [encoded.slice(KEY_LENGTH), utf8("gran")],
      ];
    },
  },
});
