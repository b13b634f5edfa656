import type { AxonTarget, Dendrite } from "@myelin/neuron";
import { type ChunkEntry, chunkHash, NO_CHUNKS, nextHead } from "./chunks.ts";
import type { Commitment } from "./commitment.ts";
import { WINDOW } from "./lanes.ts";
import type { LanguageMiner } from "./miner.ts";
import { Chunk, fromBase64, Manifest } from "./protocol.ts";
import { placeOf } from "./reading.ts";

/** Chunks fetched from one validator at a visit, the newest first. */
const CHUNKS_PER_VISIT = 16;

interface KnownList {
  readonly entries: ChunkEntry[];
  head: string;
}

/** Brings a miner the chunks it has missed. What it learns is checked against the validator's commitment on chain. */
export class CatchUp {
  readonly #miner: LanguageMiner;
  readonly #dendrite: Pick<Dendrite, "query">;
  readonly #lists = new Map<string, KnownList>();

  constructor(miner: LanguageMiner, dendrite: Pick<Dendrite, "query">) {
    this.#miner = miner;
    this.#dendrite = dendrite;
  }

  /** Fetches missed chunks of a validator and has them learned; returns how many. */
  async visit(validator: AxonTarget, commitment: Commitment, signal?: AbortSignal): Promise<number> {
    const { hotkey } = validator;
    const list = await this.#listOf(validator, commitment, signal);
    const all = list.entries.map((entry, number) => ({ entry, number }));
    const missed = all.filter(({ entry }) => !this.#isRead(validator, entry));
    for (const { entry } of all) if (this.#isRead(validator, entry)) this.#miner.confirm(hotkey, entry);
    let learned = 0;
    for (const { entry, number } of missed.slice(-CHUNKS_PER_VISIT)) {
      if (!this.#miner.wants(hotkey, entry)) break;
      const bytes = await this.#fetch(validator, entry, number, signal);
      if (bytes === undefined || !(await this.#miner.read(hotkey, entry, bytes))) break;
      learned++;
    }
    return learned;
  }

  #isRead({ hotkey }: AxonTarget, entry: ChunkEntry): boolean {
    const start = entry.index * WINDOW;
    return this.#miner.reading.covers(placeOf(hotkey, entry), start, start + WINDOW);
  }

  /** The validator's list as far as its commitment vouches for it; the part known before stays when the new one does not fit. */
  async #listOf(validator: AxonTarget, { chunks, head }: Commitment, signal?: AbortSignal): Promise<KnownList> {
    const known = this.#lists.get(validator.hotkey) ?? { entries: [], head: NO_CHUNKS };
    if (known.entries.length >= chunks) return known;
    const [answer] = await this.#dendrite.query([validator], Manifest, { since: known.entries.length }, { signal });
    const fresh = (answer?.values?.entries ?? []).slice(0, chunks - known.entries.length);
    const entries = [...known.entries, ...fresh];
    if (entries.length !== chunks || !isHashes(fresh) || fresh.reduce(nextHead, known.head) !== head) return known;
    const grown = { entries, head };
    this.#lists.set(validator.hotkey, grown);
    return grown;
  }

  async #fetch(
    validator: AxonTarget,
    entry: ChunkEntry,
    number: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    const [answer] = await this.#dendrite.query([validator], Chunk, { number }, { signal });
    const bytes = fromBase64(answer?.values?.bytes ?? "");
    return bytes.length === entry.lanes * WINDOW && chunkHash(entry, bytes) === entry.hash ? bytes : undefined;
  }
}

function isHashes(entries: readonly ChunkEntry[]): boolean {
  return entries.every(({ hash }) => /^0x[0-9a-f]{64}$/.test(hash));
}
