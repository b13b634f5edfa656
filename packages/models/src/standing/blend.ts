import { KEPT_BYTES } from "./stand-in.ts";

/** Answers remembered until their bytes become known. */
const MOST_OPEN = 8192;
/** What is trusted to a model at first. */
const FIRST_WEIGHT = 0.9;
/** The weight that moves back to the middle with every byte: a model may get better or worse. */
const SHARED = 2 ** -10;
/** What a byte costs at most, so that one cannot decide alone. */
const FLOOR = 2 ** -16;

interface Open {
  readonly model: Float32Array;
  readonly simple: Float32Array;
}

/**
 * Mixes a model's distributions with those of a simple one, by what each has made of the bytes so far (a Bayesian mixture with a fixed
 * share; Herbster and Warmuth 1998). A model that is right is hardly touched; one that is confidently wrong, such as one of another
 * language, costs little more than the simple one.
 */
export class Blend {
  readonly #open = new Map<string, Open>();
  #weight = FIRST_WEIGHT;

  /** What is trusted to the model now, from 0 to 1. */
  get weight(): number {
    return this.#weight;
  }

  /** The mixture after `context`; remembered until {@link Blend.learn}. */
  mix(context: Uint8Array, model: Float32Array, simple: Float32Array): Float32Array {
    if (context.length >= KEPT_BYTES) this.#remember(keyOf(context), { model, simple });
    return model.map((p, byte) => this.#weight * p + (1 - this.#weight) * simple[byte]!);
  }

  /** Takes notice of the byte that followed. */
  learn(before: Uint8Array, byte: number): void {
    if (this.#open.size === 0 || before.length < KEPT_BYTES) return;
    const key = keyOf(before);
    const open = this.#open.get(key);
    if (open === undefined) return;
    this.#open.delete(key);
    const model = this.#weight * Math.max(open.model[byte]!, FLOOR);
    const simple = (1 - this.#weight) * Math.max(open.simple[byte]!, FLOOR);
    this.#weight = SHARED / 2 + (1 - SHARED) * (model / (model + simple));
  }

  #remember(key: string, open: Open): void {
    this.#open.delete(key);
    this.#open.set(key, open);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN) this.#open.delete(oldest!);
  }
}

function keyOf(context: Uint8Array): string {
  const end = context.subarray(-KEPT_BYTES);
  return Buffer.from(end.buffer, end.byteOffset, end.length).toString("latin1");
}
