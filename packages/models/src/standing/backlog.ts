import type { StreamText } from "../backend.ts";

/** Bytes kept for a model that is away; older ones it will never hear. */
const MOST_BYTES = 4 * 2 ** 20;

/** Text for a model that learns: what it has not heard, and what it heard but has not saved, for when it comes back without it. */
export class Backlog {
  #texts: (readonly StreamText[])[] = [];
  #bytes = 0;
  /** How many of the kept texts the model that is there has heard, and how many were ever dropped or forgotten before them. */
  #heard = 0;
  #gone = 0;
  #open = true;
  #teaching = false;
  /** Counts the models that were there. */
  #generation = 0;

  add(texts: readonly StreamText[]): void {
    if (!this.#open) return;
    this.#texts.push(texts.map(({ stream, bytes }) => ({ stream, bytes: bytes.slice() })));
    this.#bytes += sizeOf(texts);
    while (this.#bytes > MOST_BYTES) this.#drop();
  }

  /** The model does not learn. */
  close(): void {
    this.#open = false;
    this.#texts = [];
    this.#bytes = 0;
  }

  /** Another model is there: it knows what was saved and nothing else. */
  restart(): void {
    this.#open = true;
    this.#heard = 0;
    this.#teaching = false;
    this.#generation++;
  }

  /** A mark: all that has been heard so far, for {@link Backlog.forget}. */
  get taught(): number {
    return this.#gone + this.#heard;
  }

  /** What was heard before the mark is saved, and need not be told again. */
  forget(mark: number): void {
    while (this.#gone < mark && this.#texts.length > 0) this.#drop();
  }

  /** Tells what has not been heard, one text after the other; does nothing while that is being done. */
  async teach(learn: (texts: readonly StreamText[]) => Promise<void>): Promise<void> {
    if (this.#teaching) return;
    const generation = this.#generation;
    this.#teaching = true;
    while (generation === this.#generation && this.#heard < this.#texts.length)
      await learn(this.#texts[this.#heard++]!);
    if (generation === this.#generation) this.#teaching = false;
  }

  #drop(): void {
    const texts = this.#texts.shift();
    this.#bytes -= sizeOf(texts ?? []);
    this.#heard = Math.max(0, this.#heard - 1);
    this.#gone++;
  }
}

function sizeOf(texts: readonly StreamText[]): number {
  return texts.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
