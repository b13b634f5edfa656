/**
 * Windows of a byte stream for one step, row after row: `target[i]` follows `input[i]`, `weight[i]` is 1, or 0 for padding.
 * Every array has `rows × context` elements.
 */
export interface Batch {
  readonly rows: number;
  readonly context: number;
  readonly input: Uint8Array;
  readonly target: Uint8Array;
  readonly weight: Float32Array;
}

export function emptyBatch(rows: number, context: number): Batch {
  const size = rows * context;
  return { rows, context, input: new Uint8Array(size), target: new Uint8Array(size), weight: new Float32Array(size) };
}

/** Puts the transitions of `bytes` (at most `context` of them) into `row`; transitions before `countFrom` are context only. */
export function fillRow(batch: Batch, row: number, bytes: Uint8Array, countFrom = 0): void {
  const start = row * batch.context;
  const count = Math.min(bytes.length - 1, batch.context);
  batch.input.set(bytes.subarray(0, count), start);
  batch.target.set(bytes.subarray(1, count + 1), start);
  batch.weight.fill(1, start + countFrom, start + count);
}

/**
 * Batches that cover `bytes` so that each byte but the first counts once, with at least half a context before it where the text
 * has one: windows overlap by half.
 */
export function* coveringBatches(bytes: Uint8Array, rows: number, context: number): Generator<Batch> {
  const stride = Math.ceil(context / 2);
  const windows: { start: number; countFrom: number }[] = [];
  for (let start = 0, counted = 0; counted < bytes.length - 1; start += stride) {
    windows.push({ start, countFrom: counted - start });
    counted = Math.min(start + context, bytes.length - 1);
  }
  for (let first = 0; first < windows.length; first += rows) {
    const batch = emptyBatch(rows, context);
    for (const [row, { start, countFrom }] of windows.slice(first, first + rows).entries()) {
      fillRow(batch, row, bytes.subarray(start, start + context + 1), countFrom);
    }
    yield batch;
  }
}
