import { join } from "node:path";
import { type Page, StateFile } from "@myelin/neuron";
import type { ScoresPage, ScoresRound, ScoresSource } from "./scores.ts";

/** Rounds kept at most, and those among them, the newest, that are never thinned out. */
const MOST = 1_000;
const DENSE = 250;

/** A validator's published rounds, on disk and as pages. The older ones are thinned out evenly, so that they tell of the whole time. */
export class ScoreHistory {
  readonly #source: ScoresSource;
  readonly #file: StateFile<ScoresPage>;
  readonly #readers = new Set<(data: string) => void>();
  #rounds: ScoresRound[] = [];
  #json: string | undefined;
  #unsaved = 0;

  private constructor(dir: string, source: ScoresSource) {
    this.#source = source;
    this.#file = new StateFile(join(dir, "scores.json"), parsePage);
  }

  /** The history in `dir`; scores of another validator, subnet or text are not this one's, and give way to it. */
  static async open(
    dir: string,
    source: ScoresSource,
    onDamaged: (asidePath: string) => void = () => {},
  ): Promise<ScoreHistory> {
    const history = new ScoreHistory(dir, source);
    const saved = await history.#file.load(onDamaged);
    const { validator, netuid, text } = source;
    if (saved?.validator === validator && saved.netuid === netuid && saved.text === text) {
      history.#rounds = [...saved.rounds];
    }
    return history;
  }

  get rounds(): readonly ScoresRound[] {
    return this.#rounds;
  }

  /** Adds a round and sends it to all who listen. */
  add(round: ScoresRound): void {
    this.#rounds.push(round);
    if (this.#rounds.length > MOST) this.#rounds.splice(mostDispensable(this.#rounds), 1);
    this.#json = undefined;
    if (this.#readers.size > 0) {
      const data = JSON.stringify(round);
      for (const send of this.#readers) send(data);
    }
    this.#unsaved++;
  }

  /** Rounds that the file does not hold yet. */
  get unsaved(): number {
    return this.#unsaved;
  }

  /** @throws {StateError} e.g. on a full disk; the last good file stays. */
  async save(): Promise<void> {
    const added = this.#unsaved;
    await this.#file.save(this.#page);
    this.#unsaved -= added;
  }

  /** `/scores` and `/scores/events`. */
  pages(): Page[] {
    return [
      {
        path: "/scores",
        json: () => {
          this.#json ??= JSON.stringify(this.#page);
          return this.#json;
        },
      },
      {
        path: "/scores/events",
        events: (send) => {
          this.#readers.add(send);
          return () => void this.#readers.delete(send);
        },
      },
    ];
  }

  get #page(): ScoresPage {
    return { ...this.#source, rounds: this.#rounds };
  }
}

/** Which of the older rounds is missed least: the one whose neighbours are closest in time. */
function mostDispensable(rounds: readonly ScoresRound[]): number {
  let found = 1;
  for (let i = 2; i < rounds.length - DENSE; i++) if (gapWithout(rounds, i) < gapWithout(rounds, found)) found = i;
  return found;
}

function gapWithout(rounds: readonly ScoresRound[], i: number): number {
  return rounds[i + 1]!.time - rounds[i - 1]!.time;
}

function parsePage(value: unknown): ScoresPage {
  const page = value as ScoresPage;
  if (!Array.isArray(page.rounds) || !page.rounds.every(({ time }) => Number.isFinite(time))) {
    throw new Error("not a history of scores");
  }
  return page;
}
