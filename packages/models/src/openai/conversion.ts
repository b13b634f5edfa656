import { nextByteOfPartial, type PartialCut } from "../vocabulary/next-byte.ts";
import type { Place, Token } from "./answers.ts";
import type { TextContext } from "./context.ts";

/**
 * The next byte from a server that echoes the text: it tells the tokens of the context, how likely each was, and the likeliest at each
 * place. `places` ends with the place behind the context. Undefined where the tokens are not those of the context.
 */
export function fromEcho(context: TextContext, places: readonly Place[]): Float32Array | undefined {
  const starts = startsOf(context, places);
  if (starts === undefined) return undefined;
  const cuts: PartialCut[] = [];
  let weight = 1;
  for (const { start, place } of starts) {
    if (context.inReach(start)) {
      cuts.push({ tail: context.tail(start), weight, tokens: place.likeliest });
      weight *= place.probability;
    }
    if (!(weight > 0)) break;
  }
  return converted(context, cuts);
}

/** Where in the context each place is. A server may put one token in front of a text, and a space into its first. */
function startsOf(context: TextContext, places: readonly Place[]): { start: number; place: Place }[] | undefined {
  const first = (skipped: number) => {
    const found: { start: number; place: Place }[] = [];
    let start = 0;
    for (const place of places.slice(skipped)) {
      found.push({ start, place });
      if (start === context.textLength) return found;
      const bytes = place.bytes ?? new Uint8Array(0);
      const own = start === 0 && bytes[0] === 32 && context.bytes[0] !== 32 ? bytes.subarray(1) : bytes;
      if (own.length === 0 || Buffer.compare(own, context.bytes.subarray(start, start + own.length)) !== 0)
        return undefined;
      start += own.length;
    }
    return undefined;
  };
  return first(0) ?? first(1);
}

/** What a server says follows the context up to `start`; no place where it was not asked. */
export interface Following {
  readonly start: number;
  readonly place: Place | undefined;
}

/**
 * The next byte from a server that tells only what follows a text: asked about the context up to several places of its last word, in
 * order and ending with the whole. How likely the tokens end at a place is summed over the tokens that lead there from earlier ones.
 */
export function fromFollowing(context: TextContext, followings: readonly Following[]): Float32Array | undefined {
  const cuts: PartialCut[] = [];
  const first = followings[0]!.start;
  for (const { start, place } of followings) {
    let weight = 0;
    for (const { tail, weight: before, tokens } of cuts) {
      const between = tail.subarray(0, start - context.bytes.length + tail.length);
      weight += before * probabilityOf(between, tokens);
    }
    // Nothing that is told leads here: as the simple model would spell it.
    if (weight === 0) weight = context.spelled(first, start);
    cuts.push({ tail: context.tail(start), weight, tokens: place?.likeliest ?? [] });
  }
  return converted(context, cuts);
}

function probabilityOf(token: Uint8Array, tokens: readonly Token[]): number {
  return tokens.find(([bytes]) => Buffer.compare(bytes, token) === 0)?.[1] ?? 0;
}

function converted(context: TextContext, cuts: readonly PartialCut[]): Float32Array | undefined {
  return nextByteOfPartial(cuts, (tail) => context.spelled(context.bytes.length - tail.length), context.next());
}
