import { Refusal } from "@myelin/neuron";
import { laneOf, WINDOW } from "./lanes.ts";
import { fromBase64, type Question, WANTS_WHOLE } from "./protocol.ts";

/** Most lanes that a miner answers for at once. */
const MOST_LANES = 1024;

/** The rolling contexts of one part, as a miner holds them. */
export class Contexts {
  readonly lanes: number;
  /** The byte that is asked about next. */
  position: number;
  /** The last bytes of every lane, at most `#kept`. */
  #windows: Uint8Array[];
  readonly #kept: number;

  /** @param kept bytes of each lane to hold, at least {@link WINDOW} */
  constructor(lanes: number, position: number, bytes: Uint8Array, kept: number = WINDOW) {
    this.lanes = lanes;
    this.position = position;
    this.#kept = kept;
    this.#windows = Array.from({ length: lanes }, (_, lane) => laneOf(bytes, lanes, lane));
  }

  get windows(): readonly Uint8Array[] {
    return this.#windows;
  }

  /** Appends `bytes`, which end at `position` and may repeat some that are held; false where they leave a gap. */
  advance(position: number, bytes: Uint8Array): boolean {
    const width = bytes.length / this.lanes;
    const fresh = position - this.position;
    if (fresh < 0 || fresh > width) return false;
    this.#windows = this.#windows.map((window, lane) => {
      const grown = new Uint8Array(window.length + fresh);
      grown.set(window);
      grown.set(laneOf(bytes, this.lanes, lane).subarray(width - fresh), window.length);
      return grown.subarray(Math.max(0, grown.length - this.#kept));
    });
    this.position = position;
    return true;
  }
}

/** The bytes of a question, checked. @throws {Refusal} 422 */
export function readContexts({ position, lanes, contexts }: Question): Uint8Array {
  const bytes = fromBase64(contexts);
  const width = bytes.length / lanes;
  const fits = lanes >= 1 && lanes <= MOST_LANES && Number.isInteger(width) && width <= WINDOW && position >= width;
  if (!fits) {
    throw new Refusal(422, `contexts must be base64 of up to ${WINDOW} bytes for each of 1 to ${MOST_LANES} lanes`);
  }
  return bytes;
}

/**
 * The contexts after this question: `held` continued, or new ones from whole windows, which grow to `kept` bytes.
 *
 * @throws {Refusal} 409 when neither is possible.
 */
export function continued(
  held: Contexts | undefined,
  question: Question,
  bytes: Uint8Array,
  kept: number = WINDOW,
): Contexts {
  const { lanes, position } = question;
  if (held?.lanes === lanes && held.advance(position, bytes)) return held;
  if (bytes.length === lanes * WINDOW) return new Contexts(lanes, position, bytes, kept);
  throw new Refusal(WANTS_WHOLE, "The contexts do not continue those held here: send whole ones.");
}
