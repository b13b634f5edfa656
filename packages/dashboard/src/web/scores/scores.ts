import { type MinerScore, type ScoresRound, type ScoresSource, verifyRound } from "@myelin/subnets/language/scores";
import { Store } from "../chain/store.ts";

export type { MinerScore, ScoresRound };

/** Who tells, as the chain knows them. */
export interface Teller {
  readonly uid: number;
  /** SS58: its signature must be under every round. */
  readonly hotkey: string;
}

export interface ValidatorScores {
  readonly uid: number;
  /** Where they come from. */
  readonly source: string;
  /** Oldest first. */
  readonly rounds: readonly ScoresRound[];
  /** Rounds whose signature was checked; the newest first, the others as time allows. */
  readonly checked: number;
  /** Why there are none. */
  readonly problem: string | undefined;
}

export interface ScoresState {
  /** By source. */
  readonly validators: ReadonlyMap<string, ValidatorScores>;
}

const ROUNDS_KEPT = 1_500;
const RETRY_MS = 5_000;
const REPORTED_AT_ONCE = 50;

/** Reads what validators tell about their rounds: the history once, then each round as it ends. */
export class ScoreReader {
  readonly store = new Store<ScoresState>({ validators: new Map() });
  readonly #streams = new Map<string, () => void>();

  /** Follows these validators, and no others any more. @param sources by `http://host:port` */
  follow(sources: ReadonlyMap<string, Teller>): void {
    for (const [source, stop] of this.#streams) {
      if (!sources.has(source)) stop();
    }
    for (const [source, teller] of sources) {
      if (!this.#streams.has(source)) this.#streams.set(source, this.#open(source, teller));
    }
  }

  #open(source: string, teller: Teller): () => void {
    const stopped = new AbortController();
    void this.#read(source, teller, stopped.signal);
    return () => {
      stopped.abort();
      this.#streams.delete(source);
      const validators = new Map(this.store.value.validators);
      validators.delete(source);
      this.store.set({ validators });
    };
  }

  async #read(source: string, teller: Teller, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const history = await readHistory(source, teller, signal);
      if (signal.aborted) return;
      if ("problem" in history) {
        this.#put({ uid: teller.uid, source, rounds: [], checked: 0, problem: history.problem });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        continue;
      }
      const { origin, rounds } = history;
      const checked = Math.min(1, rounds.length);
      this.#put({ uid: teller.uid, source, rounds: rounds.slice(-ROUNDS_KEPT), checked, problem: undefined });
      this.#listen(source, origin, signal);
      await this.#checkHistory(source, origin, signal);
      return;
    }
  }

  #listen(source: string, origin: ScoresSource, signal: AbortSignal): void {
    const events = new EventSource(`${source}/scores/events`);
    events.onmessage = ({ data }) => {
      const known = this.store.value.validators.get(source);
      const round = parseRound(data as string);
      if (known === undefined || round === undefined || !verifyRound(origin, round)) return;
      this.#put({ ...known, rounds: [...known.rounds, round].slice(-ROUNDS_KEPT), checked: known.checked + 1 });
    };
    signal.addEventListener("abort", () => events.close());
  }

  /** From the newest to the oldest, a signature at a time, while the page has nothing better to do. */
  async #checkHistory(source: string, origin: ScoresSource, signal: AbortSignal): Promise<void> {
    const rounds = this.store.value.validators.get(source)?.rounds ?? [];
    const forged = new Set<ScoresRound>();
    let unreported = 0;
    for (const [i, round] of rounds.slice(0, -1).toReversed().entries()) {
      await new Promise((resolve) => requestIdleCallback(resolve));
      if (signal.aborted) return;
      if (!verifyRound(origin, round)) forged.add(round);
      unreported += 1;
      if (unreported < REPORTED_AT_ONCE && i < rounds.length - 2) continue;
      const known = this.store.value.validators.get(source)!;
      const kept = known.rounds.filter((each) => !forged.has(each));
      this.#put({ ...known, rounds: kept, checked: known.checked + unreported });
      unreported = 0;
    }
  }

  #put(scores: ValidatorScores): void {
    this.store.set({ validators: new Map(this.store.value.validators).set(scores.source, scores) });
  }
}

type History = { readonly origin: ScoresSource; readonly rounds: ScoresRound[] } | { readonly problem: string };

async function readHistory(source: string, { hotkey }: Teller, signal: AbortSignal): Promise<History> {
  try {
    const response = await fetch(`${source}/scores`, { signal });
    if (!response.ok) return { problem: `answers with status ${response.status}` };
    const { rounds, validator, netuid, text } = (await response.json()) as Partial<ScoresSource> & { rounds?: unknown };
    if (!Array.isArray(rounds) || netuid === undefined || text === undefined) {
      return { problem: "answers with something else than rounds" };
    }
    if (validator !== hotkey) return { problem: "speaks for another hotkey than the chain knows there" };
    const origin = { validator, netuid, text };
    const known = rounds.filter(isRound);
    const last = known.at(-1);
    if (last !== undefined && !verifyRound(origin, last)) return { problem: "signed its rounds with another key" };
    return { origin, rounds: known };
  } catch {
    return { problem: "cannot be reached" };
  }
}

function parseRound(data: string): ScoresRound | undefined {
  try {
    const round: unknown = JSON.parse(data);
    return isRound(round) ? round : undefined;
  } catch {
    return undefined;
  }
}

/** Validators are strangers: only what has the right shape is drawn. */
export function isRound(value: unknown): value is ScoresRound {
  const round = value as Partial<ScoresRound> | null;
  if (typeof round !== "object" || round === null) return false;
  const numbers = [round.time, round.orderZero, round.seconds, round.asked, round.answers];
  return numbers.every(Number.isFinite) && Array.isArray(round.scores) && round.scores.every(isScore);
}

function isScore(value: unknown): value is MinerScore {
  const score = value as Partial<MinerScore> | null;
  return Number.isInteger(score?.uid) && typeof score?.hotkey === "string" && Number.isFinite(score?.bitsPerByte);
}
