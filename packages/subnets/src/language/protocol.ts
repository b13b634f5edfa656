import { defineSynapse, float, int, list, object, optional, text, withDefault } from "@myelin/neuron";

/**
 * What the neurons of the language subnet say to each other. Bytes travel as base64; those of several lanes lane after lane.
 */

/**
 * A validator asks for the distribution of the byte at `position` of each of its lanes in `part` of the text `corpus`, and gives the
 * bytes of each lane before it that the miner does not hold yet: usually one, the one that the last round was about.
 *
 * Status 409 means that the contexts do not continue what the miner holds: it wants whole ones ({@link WINDOW} bytes a lane).
 */
export const Predict = defineSynapse({
  name: "Predict",
  fields: { corpus: text, part: int, position: int, lanes: int, contexts: text, distributions: optional(text) },
});

/** Entries of a validator's list of finished chunks, from number `since` on. */
export const Manifest = defineSynapse({
  name: "Manifest",
  fields: {
    since: int,
    entries: optional(list(object({ corpus: text, part: int, index: int, lanes: int, hash: text }))),
  },
});

/** The bytes of the finished chunk of this number. */
export const Chunk = defineSynapse({ name: "Chunk", fields: { number: int, bytes: optional(text) } });

/** A miner continues a text, streamed as it is drawn. `bytes` is the most it should add. */
export const Complete = defineSynapse({
  name: "Complete",
  fields: {
    prompt: text,
    bytes: withDefault(int, 200),
    temperature: withDefault(float, 0.7),
    seed: withDefault(int, 0),
  },
  streaming: true,
});

/** A question to a miner: the fields of a {@link Predict} request. */
export interface Question {
  readonly corpus: string;
  readonly part: number;
  readonly position: number;
  readonly lanes: number;
  readonly contexts: string;
}

/** Status of {@link Predict} when whole contexts are wanted. */
export const WANTS_WHOLE = 409;

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

export function fromBase64(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}
