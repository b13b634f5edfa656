import { text } from "node:stream/consumers";
import { utf8 } from "@myelin/primitives/bytes";

/** The bytes of a message given as an argument; `-` reads standard input. */
export async function messageBytes(message: string): Promise<Uint8Array> {
  return utf8(message === "-" ? await text(process.stdin) : message);
}
