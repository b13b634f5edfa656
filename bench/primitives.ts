import { blake2b256, encodeAddress, keypairFromUri, twox128, utf8, verify } from "@myelin/primitives";
import * as scale from "@myelin/primitives/scale";
import {
  blake2AsU8a,
  cryptoWaitReady,
  encodeAddress as polkadotEncodeAddress,
  sr25519PairFromSeed,
  sr25519Sign,
  sr25519Verify,
  xxhashAsU8a,
} from "@polkadot/util-crypto";
import * as scaleTs from "scale-ts";
import type { Row } from "./row.ts";

const UIDS = 256;

/** Primitives against @polkadot/util-crypto 14 and scale-ts 1.6, one thread, operations per second. */
export async function run(): Promise<Row[]> {
  await cryptoWaitReady();
  return [...signatures(), ...hashes(), ...codecs()];
}

/** The better of three rounds of `count` calls, per second. */
function perSecond(count: number, action: () => unknown): number {
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) action();
    best = Math.max(best, (1000 * count) / (performance.now() - start));
  }
  return best;
}

function row(name: string, count: number, ours: () => unknown, anchor: () => unknown): Row {
  const [a, b] = [perSecond(count, ours), perSecond(count, anchor)];
  return { name, ours: a, anchor: b, unit: "ops/s", ratio: a / b };
}

function signatures(): Row[] {
  const message = new Uint8Array(120).fill(1);
  const ours = keypairFromUri("//Alice");
  const theirs = sr25519PairFromSeed(new Uint8Array(32).fill(7));
  const signature = ours.sign(message);
  return [
    row(
      "sr25519 sign, 120 bytes (util-crypto)",
      2000,
      () => ours.sign(message),
      () => sr25519Sign(message, theirs),
    ),
    row(
      "sr25519 verify, 120 bytes (util-crypto)",
      600,
      () => verify(signature, message, ours.publicKey),
      () => sr25519Verify(message, signature, ours.publicKey),
    ),
  ];
}

function hashes(): Row[] {
  const name = utf8("SubtensorModule");
  const key = new Uint8Array(100).fill(3);
  const branch = new Uint8Array(545).fill(3);
  const account = keypairFromUri("//Alice").publicKey;
  return [
    row(
      "blake2b-256, 100 bytes (util-crypto)",
      200_000,
      () => blake2b256(key),
      () => blake2AsU8a(key, 256),
    ),
    row(
      "blake2b-256, 545 bytes (util-crypto)",
      100_000,
      () => blake2b256(branch),
      () => blake2AsU8a(branch, 256),
    ),
    row(
      "twox128, 15 bytes (util-crypto)",
      200_000,
      () => twox128(name),
      () => xxhashAsU8a(name, 128),
    ),
    row(
      "SS58 encode (util-crypto)",
      10_000,
      () => encodeAddress(account),
      () => polkadotEncodeAddress(account, 42),
    ),
  ];
}

function codecs(): Row[] {
  const { u16, u64, vec, struct } = scale;
  const ours = struct({ netuid: u16, dests: vec(u16), weights: vec(u16), version_key: u64 });
  const theirs = scaleTs.Struct({
    netuid: scaleTs.u16,
    dests: scaleTs.Vector(scaleTs.u16),
    weights: scaleTs.Vector(scaleTs.u16),
    version_key: scaleTs.u64,
  });
  const uids = Array.from({ length: UIDS }, (_, uid) => uid);
  const call = { netuid: 1, dests: uids, weights: uids.map((uid) => 257 * uid), version_key: 425n };
  const bytes = ours.encode(call);
  return [
    row(
      `decode set_weights, ${UIDS} uids (scale-ts)`,
      20_000,
      () => ours.decode(bytes),
      () => theirs.dec(bytes),
    ),
    row(
      `encode set_weights, ${UIDS} uids (scale-ts)`,
      10_000,
      () => ours.encode(call),
      () => theirs.enc(call),
    ),
  ];
}
