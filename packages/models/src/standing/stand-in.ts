import { readFile, rename } from "node:fs/promises";
import { OrderTwo, type SavedOrderTwo } from "@myelin/learning";
import { writeAtomically } from "@myelin/learning/checkpoint/files";
import type { StreamText } from "../backend.ts";

/** Bytes at the end of a stream that are kept: enough to tell one place of a text from another. */
export const KEPT_BYTES = 16;
const MOST_STREAMS = 8192;

interface Saved {
  readonly received: number;
  readonly model: SavedOrderTwo;
}

/** A model that counts which byte follows which two: it answers where another model does not. */
export class StandIn {
  #model = new OrderTwo();
  #received = 0;
  readonly #ends = new Map<string, Uint8Array>();

  /** What is saved at `path`, or a new one. A damaged file is set aside and named in `onDamaged`. */
  static async load(path: string | undefined, onDamaged: (aside: string) => void): Promise<StandIn> {
    const standIn = new StandIn();
    const text = path === undefined ? undefined : await readFile(path, "utf8").catch(() => undefined);
    if (path === undefined || text === undefined) return standIn;
    try {
      const { received, model } = JSON.parse(text) as Saved;
      standIn.#model = OrderTwo.from(model);
      standIn.#received = received;
    } catch {
      const aside = `${path}.damaged-${Date.now()}`;
      await rename(path, aside);
      onDamaged(aside);
    }
    return standIn;
  }

  /** Bytes learned. */
  get received(): number {
    return this.#received;
  }

  /** 256 probabilities; valid until the next call. */
  predict(context: Uint8Array): Float32Array {
    return this.#model.predict(context);
  }

  /** Learns, and tells of every byte what came before it in its stream. */
  learn({ stream, bytes }: StreamText, onByte: (before: Uint8Array, byte: number) => void): void {
    const before = this.#ends.get(stream) ?? new Uint8Array(0);
    const text = new Uint8Array(before.length + bytes.length);
    text.set(before);
    text.set(bytes, before.length);
    for (let at = before.length; at < text.length; at++) {
      const context = text.subarray(Math.max(0, at - KEPT_BYTES), at);
      onByte(context, text[at]!);
      this.#model.update(context, text[at]!);
    }
    this.#received += bytes.length;
    this.#ends.delete(stream);
    this.#ends.set(stream, text.slice(-KEPT_BYTES));
    const [oldest] = this.#ends.keys();
    if (this.#ends.size > MOST_STREAMS) this.#ends.delete(oldest!);
  }

  async save(path: string): Promise<void> {
    const saved: Saved = { received: this.#received, model: this.#model.toJSON() };
    await writeAtomically(path, Buffer.from(JSON.stringify(saved)));
  }
}
