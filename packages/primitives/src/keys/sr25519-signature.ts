/** The order of the Ristretto group, 2²⁵² + 27742317777372353535851937790883648493, little-endian. */
const ORDER = Uint8Array.of(
  ...[0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10],
);

/**
 * Whether 64 bytes have the form of a Schnorrkel signature: the marker bit set and a reduced scalar
 * (w3f/schnorrkel, `Signature::from_bytes`). The point is not looked at: verification only compares its bytes.
 */
export function isWellFormedSignature(signature: Uint8Array): boolean {
  if (signature.length !== 64 || (signature[63]! & 0x80) === 0) return false;
  for (let i = 31; i >= 0; i--) {
    const byte = i === 31 ? signature[63]! & 0x7f : signature[32 + i]!;
    if (byte !== ORDER[i]) return byte < ORDER[i]!;
  }
  return false;
}
