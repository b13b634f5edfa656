import { toHex } from "@myelin/primitives/hex";
import { type ShieldKeypair, shieldKeyHash, shieldKeypair } from "@myelin/primitives/shield";

/** Milliseconds that a key is announced: a slot of the main network. */
const ROTATION = 12_000;
/** Milliseconds that a key still opens after it was announced last: two such slots, the way from NextKey into a block. */
const GRACE = 2 * ROTATION;

interface Held extends ShieldKeypair {
  /** When another took its place; undefined for the key that is announced. */
  replacedAt: number | undefined;
}

/**
 * The shield's keys of an author who is alone: random, in memory, gone with the process.
 *
 * A key is announced for one slot of the main network and opens for two more, at any block time: with blocks of 12 s that
 * is one key a block and the chain's own rule, and clients of a network with faster blocks have as many seconds. The
 * chain's own node for one author keeps a fixed key instead (`node/src/dev_keystore.rs`).
 */
export class ShieldKeyring {
  private readonly held = new Map<string, Held>();
  private announced: { readonly slot: number; readonly key: Held } | undefined;

  /** The public key for a block made at `time` (milliseconds since 1970). */
  announce(time: number): Uint8Array {
    const slot = Math.floor(time / ROTATION);
    if (this.announced?.slot !== slot) this.rotate(slot, time);
    return this.announced!.key.publicKey;
  }

  /** The key that opens envelopes of this key hash; undefined where it is another node's, or too old. */
  find(keyHash: Uint8Array): ShieldKeypair | undefined {
    return this.held.get(toHex(keyHash));
  }

  private rotate(slot: number, time: number): void {
    if (this.announced) this.announced.key.replacedAt = time;
    for (const [hash, { replacedAt }] of this.held) {
      if (replacedAt !== undefined && time - replacedAt > GRACE) this.held.delete(hash);
    }
    const key: Held = { ...shieldKeypair(), replacedAt: undefined };
    this.held.set(toHex(shieldKeyHash(key.publicKey)), key);
    this.announced = { slot, key };
  }
}
