/** Rows of `Weights` and `Bonds` between storage and the epoch, as bytes: SCALE keeps pairs as the epoch takes them. */
import type { Context } from "@myelin/frame";
import { Reader, readCompact, Writer, writeCompact } from "@myelin/primitives/scale";
import type { PackedRows } from "@myelin/yuma";

/** A map of rows, by mechanism and uid. */
interface RowMap {
  getRaw(ctx: Context, index: number, uid: number): Uint8Array | undefined;
}

/** Bytes of a pair of u16. */
const PAIR = 4;

/** The rows of the uids below n. */
export function readRows(ctx: Context, map: RowMap, index: number, n: number): PackedRows {
  const readers: Reader[] = [];
  const starts = new Uint32Array(n + 1);
  for (let uid = 0; uid < n; uid++) {
    const reader = new Reader(map.getRaw(ctx, index, uid) ?? EMPTY_ROW);
    starts[uid + 1] = starts[uid]! + readCompact(reader);
    readers.push(reader);
  }
  const bytes = new Uint8Array(PAIR * starts[n]!);
  for (const [uid, { bytes: row, offset }] of readers.entries()) bytes.set(row.subarray(offset), PAIR * starts[uid]!);
  return { starts, pairs: new Uint16Array(bytes.buffer) };
}

/** One row as storage holds it; of a uid without one an empty row. */
export function encodeRow({ starts, pairs }: PackedRows, uid: number): Uint8Array {
  const first = starts[uid] ?? 0;
  const count = (starts[uid + 1] ?? first) - first;
  if (count === 0) return EMPTY_ROW;
  const writer = new Writer(PAIR * (count + 1));
  writeCompact(writer, count);
  writer.raw(new Uint8Array(pairs.buffer, pairs.byteOffset + PAIR * first, PAIR * count));
  return writer.finish();
}

const EMPTY_ROW = Uint8Array.of(0);
