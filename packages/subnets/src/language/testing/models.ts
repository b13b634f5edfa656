import { type ByteModel, byteSampler, OrderTwo } from "@myelin/learning";
import type { ByteLearner } from "../miner.ts";
import type { LaneText } from "../reading.ts";

/** A learner that counts instead of training: quick enough for a network of many. Sees the last `order` bytes, at most 2. */
export class CountingLearner implements ByteLearner {
  readonly #model: ByteModel = new OrderTwo();
  readonly #order: number;
  readonly #ends = new Map<string, Uint8Array>();

  constructor(order = 2) {
    this.#order = order;
  }

  async predict(contexts: readonly Uint8Array[]): Promise<Float32Array> {
    const result = new Float32Array(256 * contexts.length);
    contexts.forEach((context, i) => {
      result.set(this.#model.predict(this.#seen(context)), 256 * i);
    });
    return result;
  }

  async learnAll(entries: readonly LaneText[]): Promise<void> {
    for (const { stream, bytes } of entries) {
      const text = Uint8Array.from([...(this.#ends.get(stream) ?? []), ...bytes]);
      for (let i = text.length - bytes.length; i < text.length; i++) {
        this.#model.update(this.#seen(text.subarray(0, i)), text[i]!);
      }
      this.#ends.set(stream, text.slice(-2));
    }
  }

  async *generate(prompt: Uint8Array, count: number, options = {}): AsyncGenerator<number, void> {
    const draw = byteSampler(options);
    const text = [...prompt];
    for (let i = 0; i < count; i++) {
      text.push(draw(await this.predict([Uint8Array.from(text)])));
      yield text.at(-1)!;
    }
  }

  #seen(context: Uint8Array): Uint8Array {
    return context.subarray(Math.max(0, context.length - this.#order));
  }
}

/** A model that stays as it was made: random preferences, no learning. */
export class UntrainedLearner extends CountingLearner {
  override async predict(contexts: readonly Uint8Array[]): Promise<Float32Array> {
    return Float32Array.from({ length: 256 * contexts.length }, (_, i) => 1 + 0.2 * Math.sin(i));
  }

  override async learnAll(): Promise<void> {}
}

/** Has no model but the text: looks the context up and is sure of what follows; knows nothing of other texts. */
export class LookupLearner extends CountingLearner {
  readonly #text: Buffer;

  constructor(text: Uint8Array) {
    super();
    this.#text = Buffer.from(text);
  }

  override async predict(contexts: readonly Uint8Array[]): Promise<Float32Array> {
    const result = await super.predict(contexts);
    contexts.forEach((context, i) => {
      const at = this.#text.indexOf(context);
      const next = at < 0 ? undefined : this.#text[at + context.length];
      if (next === undefined) return;
      result.fill(0, 256 * i, 256 * (i + 1));
      result[256 * i + next] = 1;
    });
    return result;
  }
}

/** Another learner's answers under another name, apart from a little noise. */
export class CloneLearner extends CountingLearner {
  readonly #original: ByteLearner;
  readonly #noise: number;

  constructor(original: ByteLearner, noise: number) {
    super();
    this.#original = original;
    this.#noise = noise;
  }

  override async predict(contexts: readonly Uint8Array[]): Promise<Float32Array> {
    return (await this.#original.predict(contexts)).map((p, i) => p * (1 + this.#noise * Math.sin(i * 7.3)));
  }

  override async learnAll(): Promise<void> {}
}
