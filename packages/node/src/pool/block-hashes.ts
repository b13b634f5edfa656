import type { Hash } from "@myelin/frame";
import type { StateDb } from "../state/index.ts";

const REMEMBERED = 4_096;

/** Hashes of committed blocks by number, remembered since every signature asks for one. */
export class BlockHashes {
  readonly genesis: Hash;
  private readonly db: StateDb;
  private readonly known = new Map<number, Hash>();

  constructor(db: StateDb) {
    this.db = db;
    this.genesis = db.genesisHash;
    this.known.set(0, this.genesis);
  }

  get(number: number): Hash | undefined {
    const known = this.known.get(number);
    if (known !== undefined || number > this.db.head.number) return known;
    const hash = this.db.header(number)?.hash;
    if (this.known.size >= REMEMBERED) this.known.clear();
    if (hash !== undefined) this.known.set(number, hash);
    return hash;
  }
}
