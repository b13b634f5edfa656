import { codec } from "@myelin/primitives/scale";
import type { CallValue, Type } from "../types/index.ts";

/** The call type of a runtime, reading which also tells how deeply calls were nested. */
export function callNesting(type: Type<CallValue>): { type: Type<CallValue>; deepest(): number } {
  let depth = 0;
  let deepest = 0;
  const measured = codec<CallValue>({
    write: (writer, value) => type.codec.write(writer, value),
    read(reader) {
      if (depth === 0) deepest = 0;
      depth += 1;
      if (depth > deepest) deepest = depth;
      try {
        return type.codec.read(reader);
      } finally {
        depth -= 1;
      }
    },
  });
  return { type: { codec: measured, definition: type.definition }, deepest: () => deepest };
}
