import type { WeightValue } from "@myelin/frame";
import { weight } from "../../../weights.ts";

/** Storage accesses of a call whose weight is known only once it has run. */
export class DbCost {
  #reads = 0;
  #writes = 0;

  add(reads: number, writes: number): void {
    this.#reads += reads;
    this.#writes += writes;
  }

  get weight(): WeightValue {
    return weight(0n, 0n, this.#reads, this.#writes);
  }
}
