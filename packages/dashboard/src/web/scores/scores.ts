import { Store } from "../chain/store.ts";

/** How one miner stood with a validator after a round. */
export interface MinerScore {
  readonly uid: number;
  readonly hotkey: string;
  /** Mean bits a byte lately, on bytes it had not seen. */
  readonly bitsPerByte: number;
  /** Milliseconds to its answer; null without one. */
  readonly latencyMs?: number | null;
}

/** One round as a validator tells it. */
export interface ScoresRound {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly round: number;
  readonly asked: number;
  readonly answers: number;
  readonly seconds: number;
  /** Bits a byte of the models to beat, on the same bytes. */
  readonly orderZero: number;
  readonly orderTwo?: number | null;
  readonly scores: readonly MinerScore[];
}

export interface ValidatorScores {
  readonly uid: number;
  /** Where they come from. */
  readonly source: string;
  /** Oldest first. */
  readonly rounds: readonly ScoresRound[];
  /** Why there are none. */
  readonly problem: string | undefined;
}

export interface ScoresState {
  /** By source. */
  readonly validators: ReadonlyMap<string, ValidatorScores>;
}

const ROUNDS_KEPT = 1_500;
const RETRY_MS = 5_000;

/** Reads what validators tell about their rounds: the history once, then each round as it ends. */
export class ScoreReader {
  readonly store = new Store<ScoresState>({ validators: new Map() });
  readonly #streams = new Map<string, () => void>();

  /** Follows these validators, and no others any more. @param sources uid by `http://host:port` */
  follow(sources: ReadonlyMap<string, number>): void {
    for (const [source, stop] of this.#streams) {
      if (!sources.has(source)) stop();
    }
    for (const [source, uid] of sources) {
      if (!this.#streams.has(source)) this.#streams.set(source, this.#open(source, uid));
    }
  }

  #open(source: string, uid: number): () => void {
    const stopped = new AbortController();
    let events: EventSource | undefined;
    const listen = async () => {
      while (!stopped.signal.aborted) {
        const rounds = await readHistory(source, stopped.signal);
        if (Array.isArray(rounds)) {
          this.#put({ uid, source, rounds: rounds.slice(-ROUNDS_KEPT), problem: undefined });
          events = new EventSource(`${source}/scores/events`);
          events.onmessage = ({ data }) => this.#add(source, data as string);
          return;
        }
        this.#put({ uid, source, rounds: [], problem: rounds.problem });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    };
    void listen();
    return () => {
      stopped.abort();
      events?.close();
      this.#streams.delete(source);
      const validators = new Map(this.store.value.validators);
      validators.delete(source);
      this.store.set({ validators });
    };
  }

  #put(scores: ValidatorScores): void {
    this.store.set({ validators: new Map(this.store.value.validators).set(scores.source, scores) });
  }

  #add(source: string, data: string): void {
    const known = this.store.value.validators.get(source);
    const round = parseRound(data);
    if (known === undefined || round === undefined) return;
    this.#put({ ...known, rounds: [...known.rounds, round].slice(-ROUNDS_KEPT) });
  }
}

async function readHistory(source: string, signal: AbortSignal): Promise<ScoresRound[] | { problem: string }> {
  try {
    const response = await fetch(`${source}/scores`, { signal });
    if (!response.ok) return { problem: `answers with status ${response.status}` };
    const { rounds } = (await response.json()) as { rounds: unknown };
    return Array.isArray(rounds) ? rounds.filter(isRound) : { problem: "answers with something else than rounds" };
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
