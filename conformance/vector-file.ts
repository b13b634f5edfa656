import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { MyelinError } from "@myelin/primitives/errors";

/** Codes: `VECTOR_FILE_UNREADABLE`, `VECTOR_FILE_DAMAGED`, `VECTOR_FILE_SHAPE`. */
export class VectorFileError extends MyelinError {}

/** A `.json` or `.json.gz` file. Without a path: the copy in `conformance/vectors/`. */
export async function readVectorFile(path: string | undefined, ownCopy: string): Promise<unknown> {
  const file = path ?? new URL(`vectors/${ownCopy}`, import.meta.url);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new VectorFileError("VECTOR_FILE_UNREADABLE", `cannot read ${file}; give a .json or .json.gz file`, {
      cause,
    });
  }
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString("utf8"));
  } catch (cause) {
    throw new VectorFileError("VECTOR_FILE_DAMAGED", `${file} is not JSON (plain or gzip)`, { cause });
  }
}
