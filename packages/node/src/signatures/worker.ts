import { parentPort } from "node:worker_threads";
import { isGood } from "./check.ts";
import { unpackChecks } from "./chunk.ts";

/** A chunk to check, and its answer: 1 for each good signature. */
export interface ChunkRequest {
  readonly id: number;
  readonly packed: Uint8Array<ArrayBuffer>;
}
export interface ChunkAnswer {
  readonly id: number;
  readonly good: Uint8Array<ArrayBuffer>;
}

parentPort!.on("message", ({ id, packed }: ChunkRequest) => {
  const good = Uint8Array.from(unpackChecks(packed), (check) => (isGood(check) ? 1 : 0));
  parentPort!.postMessage({ id, good } satisfies ChunkAnswer, [good.buffer]);
});
