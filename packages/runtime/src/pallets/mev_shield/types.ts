import { accountId, boundedBytes, bytes, fixedBytes, struct, u32 } from "@myelin/frame";

/** Longest envelope or stored call, in bytes. */
export const MAX_ENCRYPTED = 8_192;

/** An author's ML-KEM-768 key (1,184 bytes); the bound is that of stp-shield. */
export const ShieldEncKey = boundedBytes(2_048);
export const EncryptedCall = boundedBytes(MAX_ENCRYPTED);

/** An encrypted call that waits in the state. */
export const PendingExtrinsic = struct(
  "pallet_shield::pallet::PendingExtrinsic",
  { who: accountId, encrypted_call: EncryptedCall, submitted_at: u32 },
  { params: [{ name: "T" }] },
);

/** The parts of an envelope (`substrate/primitives/shield/src/shielded_tx.rs` of the SDK's fork). */
export const ShieldedTransaction = struct("stp_shield::shielded_tx::ShieldedTransaction", {
  key_hash: fixedBytes(16),
  kem_ct: bytes,
  aead_ct: bytes,
  nonce: fixedBytes(24),
});
