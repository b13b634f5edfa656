import { byteSampler, type SamplerOptions } from "./distribution.ts";

export interface GenerateOptions extends SamplerOptions {
  readonly signal?: AbortSignal;
}

/** What can say how likely each byte is after a text. */
interface Predictor {
  /** Bytes of text worth giving. */
  readonly context: number;
  predict(contexts: readonly Uint8Array[]): Promise<Float32Array>;
}

/** Continues `prompt` by `count` bytes, one at a time. */
export async function* generateBytes(
  model: Predictor,
  prompt: Uint8Array,
  count: number,
  options: GenerateOptions = {},
): AsyncGenerator<number, void> {
  const draw = byteSampler(options);
  const text = Array.from(prompt);
  for (let i = 0; i < count; i++) {
    options.signal?.throwIfAborted();
    const byte = draw(await model.predict([Uint8Array.from(text.slice(-model.context))]));
    text.push(byte);
    yield byte;
  }
}
